namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>The only names a checkpoint may refer to. Each stands for data; none is looked up in any runtime.</summary>
internal static class PickleGlobals
{
    public const string OrderedDict = "collections.OrderedDict";
    public const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    public const string RebuildParameter = "torch._utils._rebuild_parameter";

    private static readonly Dictionary<string, ElementType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = ElementType.Float32,
        ["torch.DoubleStorage"] = ElementType.Float64,
        ["torch.HalfStorage"] = ElementType.Float16,
        ["torch.BFloat16Storage"] = ElementType.BFloat16,
        ["torch.LongStorage"] = ElementType.Int64,
        ["torch.IntStorage"] = ElementType.Int32,
        ["torch.ShortStorage"] = ElementType.Int16,
        ["torch.CharStorage"] = ElementType.Int8,
        ["torch.ByteStorage"] = ElementType.UInt8,
        ["torch.BoolStorage"] = ElementType.Boolean,
    };

    /// <exception cref="PriorException">Any other name; the message holds it.</exception>
    public static PickleGlobal Resolve(string file, string module, string name)
    {
        var full = $"{module}.{name}";
        return full switch
        {
            OrderedDict or RebuildTensor or RebuildParameter => new PickleGlobal(full, null),
            _ when Storages.TryGetValue(full, out var type) => new PickleGlobal(full, type),
            _ => throw new PriorException(
                $"'{file}' refers to the Python object '{full}', which a state dictionary does not need. It was refused and nothing was run. " +
                "If you trust the file, load it in Python and save only its state_dict()."),
        };
    }
}
