using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Import.Torch;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EveryElementType_IsWidened()
    {
        var file = Write(
            """
            {"__metadata__":{"format":"pt"},
             "f32":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
             "f16":{"dtype":"F16","shape":[1,2],"data_offsets":[8,12]},
             "bf16":{"dtype":"BF16","shape":[],"data_offsets":[12,14]},
             "i8":{"dtype":"I8","shape":[2],"data_offsets":[14,16]},
             "none":{"dtype":"F64","shape":[0,4],"data_offsets":[16,16]}}
            """,
            [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), .. BitConverter.GetBytes((Half)0.25f),
                .. BitConverter.GetBytes((Half)(-8)), 0x40, 0xC0, 0xFF, 0x7F]);

        using var checkpoint = CheckpointFile.Open(file);

        checkpoint.ReadFloat32(checkpoint.Find("f32").ShouldNotBeNull()).ShouldBe([1.5f, -2]);
        checkpoint.ReadFloat32(checkpoint.Find("f16").ShouldNotBeNull()).ShouldBe([0.25f, -8]);
        checkpoint.ReadFloat32(checkpoint.Find("bf16").ShouldNotBeNull()).ShouldBe([-3]);
        checkpoint.ReadFloat32(checkpoint.Find("i8").ShouldNotBeNull()).ShouldBe([-1, 127]);
        checkpoint.ReadFloat32(checkpoint.Find("none").ShouldNotBeNull()).ShouldBeEmpty();
    }

    [Fact]
    public void Open_DataParallelNames_LoseTheirPrefix()
    {
        var file = Write("""{"module.w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", BitConverter.GetBytes(7f));

        using var checkpoint = CheckpointFile.Open(file);

        checkpoint.ReadFloat32(checkpoint.Find("w").ShouldNotBeNull()).ShouldBe([7f]);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'w' are incomplete")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "in a storage of 1")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "'w' are incomplete")]
    [InlineData("""{"w":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", "'Q4'")]
    [InlineData("""{"w":{"shape":[1],"data_offsets":[0,4]}}""", "header is not valid")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", "header is not valid")]
    [InlineData("""{"w":5}""", "header is not valid")]
    public void Open_DamagedHeader_SaysWhat(string header, string said)
    {
        var file = Write(header, new byte[4]);

        Should.Throw<PriorException>(() => CheckpointFile.Open(file).Dispose()).Message.ShouldContain(said);
    }

    private string Write(string header, byte[] body)
    {
        var file = _folder.File("x.safetensors");
        using var stream = File.Create(file);
        TorchFiles.WriteHeader(stream, header);
        stream.Write(body);
        return file;
    }
}
