using System.Text.Json;
using BirD.Restoration.Priors.Import.Torch;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

/// <summary>Both PyTorch containers give the recorded values, exactly.</summary>
public sealed class CheckpointFormatTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            using var manifest = JsonDocument.Parse(File.ReadAllText(Golden.Path("checkpoint_format", "manifest.json")));
            var data = new TheoryData<string, string, string>();
            foreach (var tensor in manifest.RootElement.GetProperty("tensors").EnumerateArray())
            {
                foreach (var file in new[] { "tensors_zip.pt", "tensors_legacy.pt" })
                {
                    data.Add(file, tensor.GetProperty("name").GetString()!, tensor.GetProperty("file").GetString()!);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_RecordedTensor_IsExact(string file, string name, string expected)
    {
        var npy = NpyFile.Load(Golden.Path("checkpoint_format", expected));
        using var checkpoint = CheckpointFile.Open(Golden.Path("checkpoint_format", file));

        var tensor = checkpoint.Find(name).ShouldNotBeNull();

        tensor.Shape.Select(n => (int)n).ShouldBe(npy.Shape);
        checkpoint.ReadFloat64(tensor).ShouldBe(npy.AsFloat64());
        checkpoint.ReadFloat32(tensor).ShouldBe(npy.AsFloat32());
    }

    [Theory]
    [InlineData("tensors_zip.pt")]
    [InlineData("tensors_legacy.pt")]
    public void Open_Recorded_KeepsTheOrderOfTheFile(string file)
    {
        using var checkpoint = CheckpointFile.Open(Golden.Path("checkpoint_format", file));

        checkpoint.Tensors.Count.ShouldBe(15);
        checkpoint.Tensors[0].Name.ShouldBe("plain.float32");
        checkpoint.Tensors[^1].Name.ShouldBe("empty");
    }

    [Fact]
    public void Open_NestedStateDictionary_IsFound()
    {
        using var checkpoint = CheckpointFile.Open(Golden.Path("checkpoint_format", "nested_zip.pt"));

        checkpoint.Tensors.Select(t => t.Name).ShouldBe(["plain.float32", "half"]);
        checkpoint.ReadFloat32(checkpoint.Tensors[1])
            .ShouldBe(NpyFile.Load(Golden.Path("checkpoint_format", "07_half.npy")).AsFloat32());
    }
}
