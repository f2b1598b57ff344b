using System.Globalization;

namespace BirD.Restoration.Priors.Onnx;

public enum DeviceKind
{
    Cpu = 0,
    Cuda = 1,

    /// <summary>The first CUDA device if it works, else the CPU.</summary>
    Auto = 2,

    /// <summary>An NVIDIA device through TensorRT, with CUDA for what TensorRT doesn't know.</summary>
    TensorRt = 3,

    /// <summary>A device of an execution provider library that the operator supplies.</summary>
    Plugin = 4,
}

/// <summary>What happens when the wanted device does not work.</summary>
public enum DevicePolicy
{
    /// <summary>Fail with an <see cref="EngineException"/>.</summary>
    Require = 0,

    /// <summary>Run on the CPU and report why.</summary>
    Fallback = 1,
}

/// <summary>Where a model runs and with how many threads.</summary>
public sealed record DeviceOptions
{
    private const string Choices = "Use cpu, cuda:N, tensorrt:N, plugin:LIBRARY:N (N from 0) or auto.";

    public DeviceKind Kind { get; init; } = DeviceKind.Auto;

    /// <summary>Device number, from 0, among those of its kind.</summary>
    public int Index { get; init; }

    /// <summary>For <see cref="DeviceKind.Plugin"/>: the provider library's path, or a name that the system's loader finds.</summary>
    public string Library { get; init; } = "";

    public DevicePolicy Policy { get; init; } = DevicePolicy.Require;

    /// <summary>Threads of one evaluation; 0 means every processor this process may use.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>Lets CUDA round products to TF32: several times faster, about 1e-3 less exact.</summary>
    public bool AllowTf32 { get; init; }

    /// <summary>
    /// Lets CUDA's convolutions have tensor cores because the model computes in float16: ONNX Runtime bars them from all convolutions where TF32 is
    /// barred, whatever they compute in. Found out when a model is opened.
    /// </summary>
    public bool UsesTensorCores { get; init; }

    /// <summary>Leaves out the comparison with the CPU: for measurements over a device that computes nothing.</summary>
    internal bool IsTrusted { get; init; }

    /// <summary>Bytes of the device's memory that all of this process' sessions together may take; null for all that there is. CUDA only.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Parses <c>cpu</c>, <c>auto</c>, <c>cuda:N</c>, <c>tensorrt:N</c> or <c>plugin:LIBRARY:N</c>; without N, device 0.</summary>
    /// <param name="text">The word.</param>
    /// <param name="policy">For a named device; auto falls back unless <paramref name="requireGpu"/> is set.</param>
    /// <param name="requireGpu">Whether the CPU is no answer.</param>
    /// <exception cref="FormatException">The text is none of these, or the CPU where a GPU is required.</exception>
    public static DeviceOptions Parse(string text, DevicePolicy policy = DevicePolicy.Require, bool requireGpu = false)
    {
        var word = text.Trim();
        var options = Read(word, word.ToLowerInvariant()) ?? throw new FormatException($"'{text}' is no device. {Choices}");
        return options.Kind switch
        {
            DeviceKind.Cpu when requireGpu => throw new FormatException("The device is cpu, but a GPU is required. Use --device auto or name one."),
            DeviceKind.Auto => options with { Policy = requireGpu ? DevicePolicy.Require : DevicePolicy.Fallback },
            _ => options with { Policy = requireGpu ? DevicePolicy.Require : policy },
        };
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.Cuda => $"cuda:{Index}",
        DeviceKind.TensorRt => $"tensorrt:{Index}",
        DeviceKind.Plugin => $"plugin:{Library}:{Index}",
        _ => "auto",
    };

    private static DeviceOptions? Read(string text, string word) => word switch
    {
        "cpu" => new DeviceOptions { Kind = DeviceKind.Cpu },
        "auto" => new DeviceOptions { Kind = DeviceKind.Auto },
        "cuda" => new DeviceOptions { Kind = DeviceKind.Cuda },
        "tensorrt" => new DeviceOptions { Kind = DeviceKind.TensorRt },
        _ when Number(word, "cuda:") is { } index => new DeviceOptions { Kind = DeviceKind.Cuda, Index = index },
        _ when Number(word, "tensorrt:") is { } index => new DeviceOptions { Kind = DeviceKind.TensorRt, Index = index },
        _ when word.StartsWith("plugin:", StringComparison.Ordinal) => Plugin(text["plugin:".Length..]),
        _ => null,
    };

    /// <summary>The number is what stands behind the last colon, if that is one: paths may hold colons too.</summary>
    private static DeviceOptions? Plugin(string rest)
    {
        var colon = rest.LastIndexOf(':');
        var numbered = colon > 0 && Number(rest[colon..], ":") is not null;
        var library = numbered ? rest[..colon] : rest;
        return library.Length == 0 || library.EndsWith(':') ? null : new DeviceOptions
        {
            Kind = DeviceKind.Plugin, Library = library, Index = numbered ? Number(rest[colon..], ":")!.Value : 0,
        };
    }

    private static int? Number(string word, string prefix) =>
        word.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(word.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
