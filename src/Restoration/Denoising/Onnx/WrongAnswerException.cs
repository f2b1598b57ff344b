namespace BirD.Restoration.Denoising.Onnx;

/// <summary>A device answered, and wrongly.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);
