namespace BirD.Restoration.Onnx;

/// <summary>Element types by the numbers of the ONNX schema.</summary>
internal enum OnnxType
{
    None = 0,
    Float = 1,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
}
