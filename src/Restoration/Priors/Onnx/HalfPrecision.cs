using BirD.Restoration.Onnx;
using BirD.Restoration.Onnx.Proto;
using Google.Protobuf;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Whether a model computes in float16, and doesn't only store its weights so.</summary>
internal static class HalfPrecision
{
    /// <summary>True when a convolution takes float16 weights as they are; false also for files that can't be read, which is for the session to say.</summary>
    public static bool IsUsedBy(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var graph = ModelProto.Parser.ParseFrom(stream).Graph;
            if (graph is null)
            {
                return false;
            }

            var halves = graph.Initializer.Where(weight => weight.DataType == (int)OnnxType.Float16).Select(weight => weight.Name).ToHashSet(StringComparer.Ordinal);
            return graph.Node.Any(node => node.OpType == "Conv" && node.Input.Count > 1 && halves.Contains(node.Input[1]));
        }
        catch (Exception e) when (e is IOException or InvalidProtocolBufferException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
