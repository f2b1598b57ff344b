using System.Globalization;

namespace BirD.Restoration.Denoising.Onnx;

public enum DeviceKind
{
    Cpu = 0,
    Cuda = 1,

    /// <summary>The first CUDA device if it works, else the CPU.</summary>
    Auto = 2,
}

/// <summary>What happens when the wanted device does not work.</summary>
public enum DevicePolicy
{
    /// <summary>Fail with an <see cref="Engine.EngineException"/>.</summary>
    Require = 0,

    /// <summary>Run on the CPU and report why.</summary>
    Fallback = 1,
}

/// <summary>Where a model runs and with how many threads.</summary>
public sealed record DeviceOptions
{
    public DeviceKind Kind { get; init; } = DeviceKind.Auto;

    /// <summary>CUDA device number, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Ignored for <see cref="DeviceKind.Auto"/>, which always falls back.</summary>
    public DevicePolicy Policy { get; init; } = DevicePolicy.Require;

    /// <summary>Threads of one evaluation; 0 means every processor this process may use.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>Lets CUDA round products to TF32: several times faster, about 1e-3 less exact.</summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Parses <c>cpu</c>, <c>auto</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    /// <exception cref="FormatException">The text is none of these; the message lists them.</exception>
    public static DeviceOptions Parse(string text, DevicePolicy policy = DevicePolicy.Require)
    {
        var word = text.Trim().ToLowerInvariant();
        return word switch
        {
            "cpu" => new DeviceOptions { Kind = DeviceKind.Cpu, Policy = policy },
            "auto" => new DeviceOptions { Kind = DeviceKind.Auto, Policy = DevicePolicy.Fallback },
            "cuda" => new DeviceOptions { Kind = DeviceKind.Cuda, Policy = policy },
            _ when word.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(word.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                => new DeviceOptions { Kind = DeviceKind.Cuda, Index = index, Policy = policy },
            _ => throw new FormatException($"'{text}' is no device. Use cpu, cuda:N (N from 0) or auto."),
        };
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.Cuda => $"cuda:{Index}",
        _ => "auto",
    };
}
