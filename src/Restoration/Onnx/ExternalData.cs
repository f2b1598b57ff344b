using BirD.Restoration.Priors;
using BirD.Restoration.Onnx.Proto;
using Google.Protobuf;

namespace BirD.Restoration.Onnx;

/// <summary>Finds the files in which a model keeps the weights that it does not hold itself.</summary>
internal static class ExternalData
{
    private const string LocationKey = "location";

    /// <summary>Full paths, in order of first mention. A model with external weights is small itself, so it is read whole.</summary>
    /// <exception cref="PriorException">No ONNX model, or a weight file outside the model's folder.</exception>
    public static IReadOnlyList<string> FilesOf(string model)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
        using var stream = PriorFile.Open(model);
        try
        {
            return
            [
                .. ModelProto.Parser.ParseFrom(stream).Graph.Initializer.SelectMany(tensor => tensor.ExternalData)
                    .Where(entry => entry.Key == LocationKey).Select(entry => entry.Value).Distinct(StringComparer.Ordinal)
                    .Select(name => Path.GetFileName(name) == name
                        ? Path.Combine(folder, name)
                        : throw new PriorException($"'{model}' keeps weights in '{name}', outside its own folder. Refused.")),
            ];
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new PriorException($"'{model}' is not a whole ONNX model: {e.Message} Import or export it again.", e);
        }
    }
}
