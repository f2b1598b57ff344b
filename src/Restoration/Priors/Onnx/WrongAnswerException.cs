namespace BirD.Restoration.Priors.Onnx;

/// <summary>A device answered, and wrongly.</summary>
public sealed class WrongAnswerException(string message) : Exception(message);
