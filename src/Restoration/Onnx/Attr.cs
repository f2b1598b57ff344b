using BirD.Restoration.Onnx.Proto;
using Google.Protobuf;

namespace BirD.Restoration.Onnx;

/// <summary>Attributes of ONNX nodes.</summary>
internal static class Attr
{
    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = 2, I = value };

    public static AttributeProto Float(string name, float value) => new() { Name = name, Type = 1, F = value };

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = 3, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Type = 7, Ints = { values } };
}
