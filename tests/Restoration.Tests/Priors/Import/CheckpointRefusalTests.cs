using System.Text;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Import.Torch;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

/// <summary>What is no state dictionary, or wants more than one needs, is refused by name and nothing runs.</summary>
public sealed class CheckpointRefusalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("subprocess", "Popen")]
    [InlineData("torch", "load")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("collections", "Counter")]
    public void Open_PickleThatCallsAFunction_IsRefusedByNameAndRunsNothing(string module, string function)
    {
        var trace = _folder.File("pwned");
        var pickle = new PickleWriter().Op(0x80, 2).Global(module, function).Text($"touch '{trace}'").Op(0x85).Op('R').Op('.').ToArray();

        foreach (var file in BothContainers(pickle))
        {
            Refusal(file).ShouldContain($"'{module}.{function}'");
            File.Exists(trace).ShouldBeFalse();
        }
    }

    [Fact]
    public void Open_StackGlobalOfProtocolFour_IsRefusedByName()
    {
        var pickle = new PickleWriter().Op(0x80, 4).Op(0x8c, [2, .. "os"u8]).Op(0x8c, [6, .. "system"u8]).Op(0x93)
            .Text("true").Op(0x85).Op('R').Op('.').ToArray();

        Refusal(Zip(pickle)).ShouldContain("'os.system'");
    }

    [Theory]
    [InlineData((int)'i', "os\nsystem\n", "0x69 'i'")] // INST imports and calls in one opcode.
    [InlineData((int)'o', "", "0x6f 'o'")] // OBJ
    [InlineData(0x81, "", "0x81")] // NEWOBJ
    [InlineData((int)'P', "0\n", "0x50 'P'")] // PERSID
    [InlineData(0x82, "\u0001", "0x82")] // EXT1 looks a callable up in a registry.
    public void Open_OpcodeThatMakesObjects_IsRefusedByName(int op, string argument, string named)
    {
        var pickle = new PickleWriter().Op(0x80, 2).Op('(').Op(op, Encoding.ASCII.GetBytes(argument)).Op('.').ToArray();

        Refusal(Zip(pickle)).ShouldContain(named);
    }

    [Fact]
    public void Open_AllowedCallableOnForeignArguments_IsRefused()
    {
        var pickle = new PickleWriter().Op(0x80, 2).Global("collections", "OrderedDict").Text("x").Op(0x85).Op('R').Op('.').ToArray();

        Refusal(Zip(pickle)).ShouldContain("'collections.OrderedDict'");
    }

    [Fact]
    public void Open_AttributesOnATensor_AreRefused()
    {
        var body = TorchFiles.OneTensorPickle(0, [2], [1], 2)[..^2]; // without SETITEMS and STOP: the tensor is on top
        var pickle = body.Concat(new PickleWriter().Op('}').Op('b').Op('u').Op('.').ToArray()).ToArray();

        Refusal(Zip(pickle)).ShouldContain("sets attributes");
    }

    [Fact]
    public void Open_ListBombAndStackTricks_AreRefused()
    {
        Refusal(Zip([.. "\u0080\u0002"u8])).ShouldContain("'");
        Refusal(Zip(new PickleWriter().Op(0x80, 2).Op('t').Op('.').ToArray())).ShouldContain("more from its stack");
        Refusal(Zip(new PickleWriter().Op(0x80, 2).Op('h', 7).Op('.').ToArray())).ShouldContain("never stored");
        Refusal(Zip(new PickleWriter().Op(0x80, 2).Op('X', 255, 255, 255, 127).Op('.').ToArray())).ShouldContain("not plausible");
    }

    [Theory]
    [InlineData(0, new long[] { 4 }, new long[] { 1 }, 3)]
    [InlineData(2, new long[] { 2 }, new long[] { 1 }, 3)]
    [InlineData(-1, new long[] { 2 }, new long[] { 1 }, 3)]
    [InlineData(0, new long[] { 2 }, new long[] { -1 }, 3)]
    [InlineData(0, new long[] { -2 }, new long[] { 1 }, 3)]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 1 }, 3)]
    [InlineData(0, new long[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 }, 3)]
    [InlineData(0, new long[] { 2 }, new long[] { long.MaxValue }, 3)]
    public void Open_ViewOutsideItsStorage_NamesTheTensor(long offset, long[] shape, long[] stride, long length)
    {
        var file = _folder.File("view.pt");
        TorchFiles.WriteZip(file, TorchFiles.OneTensorPickle(offset, shape, stride, length),
            new Dictionary<string, byte[]> { ["0"] = new byte[12] });

        Refusal(file).ShouldContain("tensor 'w'");
    }

    [Fact]
    public void Read_StorageShorterThanClaimed_NamesTheTensor()
    {
        var file = _folder.File("short.pt");
        TorchFiles.WriteZip(file, TorchFiles.OneTensorPickle(0, [100], [1], 100),
            new Dictionary<string, byte[]> { ["0"] = new byte[12] });
        using var checkpoint = CheckpointFile.Open(file);

        Should.Throw<PriorException>(() => checkpoint.ReadFloat32(checkpoint.Tensors[0])).Message.ShouldContain("'w' are incomplete");
    }

    [Theory]
    [InlineData("tensors_zip.pt")]
    [InlineData("tensors_legacy.pt")]
    [InlineData("nested_zip.pt")]
    public void Open_TruncatedAnywhere_IsRefused(string name)
    {
        var bytes = File.ReadAllBytes(Golden.Path("checkpoint_format", name));
        var file = _folder.File(name);
        for (var length = 2; length < bytes.Length; length += 13)
        {
            File.WriteAllBytes(file, bytes[..length]);

            Should.Throw<PriorException>(() => ReadAll(file)).Message.ShouldContain($"'{file}'");
        }
    }

    [Theory]
    [InlineData("tensors_zip.pt")]
    [InlineData("tensors_legacy.pt")]
    public void Open_DamagedAnywhere_ReadsOrIsRefusedAndNothingElse(string name)
    {
        var bytes = File.ReadAllBytes(Golden.Path("checkpoint_format", name));
        var file = _folder.File(name);
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, damaged);
            try
            {
                ReadAll(file);
            }
            catch (PriorException)
            {
                // The one way out that is allowed.
            }
        }
    }

    [Fact]
    public void Open_OtherFiles_SayWhatTheyAreNot()
    {
        var text = _folder.File("a.pt");
        File.WriteAllText(text, "Dear Sir or Madam");
        Refusal(text).ShouldContain("is not a checkpoint");

        var pickle = _folder.File("b.pt");
        File.WriteAllBytes(pickle, new PickleWriter().Op(0x80, 2).Text("hello").Op('.').ToArray());
        Refusal(pickle).ShouldContain("no PyTorch checkpoint");

        var zip = _folder.File("c.pt");
        using (System.IO.Compression.ZipFile.Open(zip, System.IO.Compression.ZipArchiveMode.Create))
        {
        }

        Refusal(zip).ShouldContain("no data.pkl");
        Refusal(_folder.File("absent.pt")).ShouldContain("There is no model file");
        Refusal(Zip(new PickleWriter().Op(0x80, 2).Op('}').Text("epoch").Int(3).Op('s').Op('.').ToArray())).ShouldContain("keys: epoch");
    }

    private static void ReadAll(string file)
    {
        using var checkpoint = CheckpointFile.Open(file);
        foreach (var tensor in checkpoint.Tensors)
        {
            checkpoint.ReadFloat64(tensor);
        }
    }

    private static string Refusal(string file) => Should.Throw<PriorException>(() => CheckpointFile.Open(file).Dispose()).Message;

    private string[] BothContainers(byte[] pickle)
    {
        var legacy = _folder.File("hostile.pt");
        File.WriteAllBytes(legacy, pickle);
        return [Zip(pickle), legacy];
    }

    private string Zip(byte[] pickle)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.pt");
        TorchFiles.WriteZip(file, pickle);
        return file;
    }
}
