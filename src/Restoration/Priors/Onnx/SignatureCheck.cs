using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Compares a model's declared inputs and outputs with the prior contract.</summary>
internal sealed class SignatureCheck(string file, DenoiserInfo info)
{
    /// <summary>Number of a dimension that the model leaves open.</summary>
    private const int Free = -1;

    /// <exception cref="PriorException">Names the first input or output that differs, with both shapes.</exception>
    public void Run(IReadOnlyDictionary<string, NodeMetadata> inputs, IReadOnlyDictionary<string, NodeMetadata> outputs)
    {
        var side = info.NativeSize;
        var wantedX = $"[N,3,{SideWord("H")},{SideWord("W")}]";
        Require("input", inputs, PriorMetadata.InputX, wantedX, d => d.Length == 4 && d[0] == Free && Fits(d[1], 3) && Sides(d, side));
        Require("input", inputs, PriorMetadata.InputT, "[N]", d => d.Length == 1 && d[0] == Free);
        var extra = inputs.Keys.FirstOrDefault(name => name is not (PriorMetadata.InputX or PriorMetadata.InputT));
        if (extra is not null)
        {
            throw Broken($"it has the extra input '{extra}' (a class-conditional model?); only 'x' and 't' are allowed");
        }

        var wantedOut = $"[N,{info.OutputChannels},{SideWord("H")},{SideWord("W")}]";
        Require("output", outputs, PriorMetadata.Word(info.Prediction), wantedOut,
            d => d.Length == 4 && Fits(d[1], info.OutputChannels) && Sides(d, side));
    }

    private string SideWord(string free) => info.NativeSize is { } side ? $"{free} or {side}" : free;

    private static bool Sides(int[] dims, int? side) => SideFits(dims[2], side) && SideFits(dims[3], side);

    private static bool SideFits(int dim, int? side) => dim == Free || dim == side;

    /// <remarks>Exporters leave dimensions open that they could not infer; the warm-up evaluation sees the real one.</remarks>
    private static bool Fits(int dim, int wanted) => dim == Free || dim == wanted;

    private void Require(
        string role, IReadOnlyDictionary<string, NodeMetadata> nodes, string name, string wanted, Func<int[], bool> accepts)
    {
        if (!nodes.TryGetValue(name, out var node))
        {
            throw Broken($"it has no {role} '{name}' of shape {wanted} (its {role}s: {string.Join(", ", nodes.Keys)})");
        }

        if (!node.IsTensor || node.ElementType != typeof(float))
        {
            throw Broken($"{role} '{name}' must be a float32 tensor but is {node.ElementType?.Name ?? node.OnnxValueType.ToString()}");
        }

        if (!accepts(node.Dimensions))
        {
            throw Broken($"{role} '{name}' has the shape {Describe(node)} instead of {wanted}");
        }
    }

    private static string Describe(NodeMetadata node) =>
        "[" + string.Join(",", node.Dimensions.Select((d, i) => d == Free ? Symbol(node.SymbolicDimensions, i) : $"{d}")) + "]";

    private static string Symbol(string[] names, int index) =>
        index < names.Length && names[index].Length > 0 ? names[index] : "?";

    private PriorException Broken(string what) =>
        new($"'{file}' breaks the prior contract: {what}. Export the model again with the signature of docs/prior-contract.md.");
}
