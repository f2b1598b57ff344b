using System.Text.Json;
using BirD.Contracts.Retry;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Priors;
using BirD.Storage.Inputs;
using BirD.Storage.Results;

namespace BirD.Grains.Retry;

/// <summary>What an exception says about trying again, and how it is told to the user.</summary>
internal static class FailureClassifier
{
    public static (FailureClass Class, string Message) Classify(Exception exception) => exception switch
    {
        PictureException or InputMissingException or InputTooLargeException or FormatException or JsonException => (FailureClass.Input, exception.Message),
        ArgumentException => (FailureClass.Input, exception.Message),
        ResultSupersededException or PlaceTakenException => (FailureClass.Input, exception.Message),
        EngineException { OutOfMemory: true } => (FailureClass.Resource, exception.Message),
        OutOfMemoryException => (FailureClass.Resource, "Not enough memory for this picture."),
        EngineException or IOException or UnauthorizedAccessException => (FailureClass.Transient, exception.Message),
        _ => (FailureClass.Transient, $"{exception.GetType().Name}: {exception.Message}"),
    };
}
