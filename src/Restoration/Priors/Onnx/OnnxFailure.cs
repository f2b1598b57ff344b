using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Sorts what ONNX Runtime throws. Its exception type has no public error code, so the message decides.</summary>
internal static partial class OnnxFailure
{
    private static readonly string[] MemoryPhrases =
        ["bad_alloc", "bad allocation", "out of memory", "failed to allocate", "cudaerrormemoryallocation", "cuda failure 2:"];

    private static readonly string[] ModelCodes =
        ["[ErrorCode:InvalidProtobuf]", "[ErrorCode:InvalidGraph]", "[ErrorCode:NoSuchFile]", "[ErrorCode:NoModel]"];

    /// <summary>True for every exception by which a missing or broken execution provider shows itself.</summary>
    public static bool IsDevice(Exception exception) => exception is OnnxRuntimeException || IsRuntimeMissing(exception);

    /// <summary>True when the model file itself is at fault, whatever the device.</summary>
    public static bool IsModel(Exception exception) =>
        ModelCodes.Any(code => exception.Message.Contains(code, StringComparison.Ordinal));

    /// <summary>True when the native library is missing or has another API version than the managed one.</summary>
    public static bool IsRuntimeMissing(Exception exception) =>
        exception is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException;

    public static bool IsOutOfMemory(Exception exception) =>
        exception is OutOfMemoryException
        || MemoryPhrases.Any(phrase => exception.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is missing, from how the provider failed: the build's flavour, libraries, the driver, or the device.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="missing">Libraries of CUDA that this machine lacks, all of them: the loader names the first one only.</param>
    public static string DeviceRemedy(Exception exception, IReadOnlyList<CudaLibrary> missing)
    {
        var message = exception.Message;
        return message switch
        {
            _ when exception is EntryPointNotFoundException || message.Contains("not enabled in this build", StringComparison.Ordinal) =>
                "This build has the CPU runtime only: start it as BIRD_ORT=gpu ./bird, or build with -p:OrtFlavor=gpu.",
            _ when exception is WrongAnswerException =>
                "The device, its driver or its memory is broken: restart the machine, test it with 'nvidia-smi -q' and 'dcgmi diag -r 2', and use another one meanwhile.",
            _ when missing.Count > 0 =>
                $"Missing on this machine: {string.Join(", ", missing.Select(library => $"{library.File} (comes with {library.From})"))}. Install what is missing, or name the toolkit's folder in CUDA_PATH.",
            _ when (Unopened().Match(message) is { Success: true } named ? named : Unloaded().Match(message)) is { Success: true } library =>
                $"The library {library.Value} is missing or can't be loaded: install it, or put its folder on the loader's path.",
            _ when message.Contains("driver", StringComparison.OrdinalIgnoreCase) =>
                "The device's driver is missing or too old: CUDA 13 wants branch R580 or newer; 'nvidia-smi' says which one is there.",
            _ => "'nvidia-smi -L' lists the devices that the driver sees; in a container, only those that were passed in.",
        };
    }

    /// <summary>The library that the loader itself names: the one that is really missing, not the one that needs it.</summary>
    [GeneratedRegex(@"[^\s:'""]+(?=: cannot open shared object)")]
    private static partial Regex Unopened();

    [GeneratedRegex(@"(?<=Failed to load (shared )?library )[^\s'""]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Unloaded();

    public static EngineException Evaluation(string device, string shape, Exception inner)
    {
        var memory = IsOutOfMemory(inner);
        var remedy = memory
            ? "Use a smaller tile or batch, or another device."
            : "Run 'bird doctor' to test the device.";
        return new EngineException($"Evaluating {shape} on {device} failed: {inner.Message} {remedy}", memory, inner);
    }

    /// <summary>The exception for a model that the CPU provider could not load or run.</summary>
    public static Exception Load(string file, Exception inner) => inner switch
    {
        _ when IsOutOfMemory(inner) => new EngineException($"Not enough memory to load '{file}': {inner.Message}", outOfMemory: true, inner),
        _ when IsRuntimeMissing(inner) => new EngineException(
            $"ONNX Runtime's native library does not load: {inner.GetBaseException().Message} Reinstall, or rebuild with one OrtFlavor.", outOfMemory: false, inner),
        _ when inner.Message.Contains("InvalidProtobuf", StringComparison.Ordinal) => new PriorException(
            $"'{file}' is not an ONNX model. Name an .onnx file, or convert a checkpoint with 'bird prior import'.", inner),
        _ when inner.Message.Contains("external", StringComparison.OrdinalIgnoreCase) => new PriorException(
            $"The weights beside '{file}' are missing or incomplete (external data): {inner.Message} Keep both files in one folder, or import again.", inner),
        _ => new PriorException($"'{file}' is an ONNX model that does not load or run: {inner.Message} Export it again.", inner),
    };
}
