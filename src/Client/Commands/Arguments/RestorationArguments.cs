using System.CommandLine;
using BirD.Client.Restore;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Settings;

namespace BirD.Client.Commands.Arguments;

/// <summary>The options that choose how pictures are restored; shared by <c>restore</c> and <c>bench</c>.</summary>
internal sealed class RestorationArguments
{
    private readonly Option<string> task = Words("--task", "auto", "What is wrong with the pictures.",
        "auto", "denoise", "deblur", "super-resolve", "inpaint", "jpeg", "colorize", "low-light", "fade", "mixed", "faces", "hdr");

    private readonly Option<int?> steps = new("--steps") { Description = "Evaluations of the prior, 1 to 1000, exactly so many. Default: as many as the picture needs (profiles paper and released: their own)." };
    private readonly Option<ulong> seed = new("--seed") { Description = "Seed of the noise. Default 0.", DefaultValueFactory = _ => 0 };
    private readonly Option<string> prior = new("--prior") { Description = "Installed prior (bird prior list) or ONNX file.", DefaultValueFactory = _ => Priors.Default };
    private readonly Option<int?> kernelSize = new("--kernel-size") { Description = "Side of the learned kernel in pixels, odd, 1 to 151." };
    private readonly Option<string?> kernel = new("--kernel") { Description = "Known point spread function (picture = scene convolved with it): a grey picture or a text file of numbers. It is then not learned." };
    private readonly Option<double?> noise = new("--noise") { Description = "Known noise, standard deviation in codes of 255. Default: estimated." };
    private readonly Option<int?> scale = new("--scale") { Description = "Times that super-resolve makes a picture higher and wider: 2, 3 or 4. Default 2." };
    private readonly Option<string?> maskFrom = Choice("--mask-from", "Plane of the scan that says what is missing: alpha (transparent) or infrared (dark).", "alpha", "infrared");
    private readonly Option<string[]> leave = new("--leave") { Description = "What auto must not touch, a list: marks (dust, hairs, scratches, cracks without a mask), tone (fading, cast, lack of light), noise (and grain).", AllowMultipleArgumentsPerToken = true };
    private readonly Option<double?> fidelity = new("--fidelity") { Description = "0 (the prior decides) to 1 (the observation decides). Default 0.75." };
    private readonly Option<int?> samples = new("--samples") { Description = "Mean of this many samples, and a map of their spread beside the result. Default 1." };
    private readonly Option<string> guidance = Words("--guidance", "adaptive", "How hard the observation pulls.", "adaptive", "fixed", "off");
    private readonly Option<double?> guidanceScale = new("--guidance-scale") { Description = "Scale of fixed guidance, or the first one of adaptive." };
    private readonly Option<string> profile = Words("--profile", "robust", "Algorithm: ours, the paper's, or the released code's.", "robust", "paper", "released");
    private readonly Option<string> device = new("--device") { Description = "cpu, cuda:N, tensorrt:N, plugin:LIBRARY:N or auto (the CPU stands in). Default cpu.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> requireGpu = new("--require-gpu") { Description = "Don't start where auto would fall back to the CPU." };
    private readonly Option<bool> tf32 = new("--tf32") { Description = "Let a CUDA device round the prior's products to 10 bits of mantissa: faster, and results differ a little; said in the sidecar." };
    private readonly Option<string?> deviceMemory = new("--device-memory") { Description = "Memory of a CUDA device that may be used, for example 20GB. Default: what there is." };
    private readonly Option<string?> memory = new("--memory") { Description = "Memory for the pictures in work, for example 3GB. Larger ones are refused. Default: half of the machine's." };

    public void AddTo(Command command)
    {
        AddSettingsTo(command);
        command.Add(device);
        command.Add(requireGpu);
        command.Add(tf32);
        command.Add(deviceMemory);
        command.Add(memory);
    }

    /// <summary>Without the device, which a cluster's workers choose themselves.</summary>
    public void AddSettingsTo(Command command)
    {
        foreach (var option in (Option[])[task, steps, seed, prior, kernelSize, kernel, noise, scale, maskFrom, leave, fidelity, samples, guidance, guidanceScale, profile])
        {
            command.Add(option);
        }
    }

    /// <summary>The prior that the user asked a cluster for: by its hash, or by a file that is here; null when none was named.</summary>
    public string? PriorSha256(ParseResult result) => result.GetResult(prior) is null or { Implicit: true } ? null
        : result.GetRequiredValue(prior) is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower) ? hash
        : Restoration.Priors.PriorFile.Hash(PriorFile(result));

    public string PriorFile(ParseResult result) => Priors.Locate(result.GetRequiredValue(prior));

    /// <exception cref="UsageException">No device or amount of memory is spelt like that.</exception>
    public DeviceOptions Device(ParseResult result) => ParseDevice(result.GetRequiredValue(device), result.GetValue(requireGpu)) with
    {
        AllowTf32 = result.GetValue(tf32), MemoryBytes = Amount(result.GetValue(deviceMemory)),
    };

    /// <exception cref="UsageException">No amount of memory is spelt like that.</exception>
    public WorkLimits Limits(ParseResult result) => Amount(result.GetValue(memory)) is { } bytes ? new WorkLimits { MemoryBytes = bytes } : new WorkLimits();

    private static long? Amount(string? text)
    {
        try
        {
            return text is null ? null : MemorySize.Parse(text);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <exception cref="UsageException">No device is spelt like that.</exception>
    public static DeviceOptions ParseDevice(string text, bool requireGpu = false)
    {
        try
        {
            return DeviceOptions.Parse(text, requireGpu: requireGpu);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <exception cref="UsageException">A value is out of range, or the task is not delivered yet.</exception>
    public RestoreSettings Settings(ParseResult result)
    {
        var settings = new RestoreSettings
        {
            Task = Word<RestorationTask>(result.GetRequiredValue(task)),
            Profile = Word<SamplerProfile>(result.GetRequiredValue(profile)),
            Guidance = Word<GuidanceMode>(result.GetRequiredValue(guidance)),
            Steps = result.GetValue(steps),
            Seed = result.GetValue(seed),
            KernelSize = result.GetValue(kernelSize),
            GuidanceScale = result.GetValue(guidanceScale),
            NoiseSigma = result.GetValue(noise) / 255,
            Fidelity = result.GetValue(fidelity),
            Samples = result.GetValue(samples),
            Scale = result.GetValue(scale),
            MaskFrom = result.GetValue(maskFrom) is { } plane ? Word<MaskPlane>(plane) : null,
            Leave = Leave(result.GetValue(leave)),
            Kernel = result.GetValue(kernel) is { } file ? KernelFile.Read(file) : null,
        };
        return SettingsCheck.Problems(settings) is [var problem, ..] ? throw new UsageException(problem) : settings;
    }

    private static LeftAlone? Leave(string[]? words) => words is not { Length: > 0 } ? null : words
        .SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Aggregate(LeftAlone.None, (all, word) => all | (Enum.TryParse<LeftAlone>(word, ignoreCase: true, out var one) && Enum.IsDefined(one) && !int.TryParse(word, out _)
            ? one
            : throw new UsageException($"--leave {word} is nothing that auto looks for; give {string.Join(", ", Enum.GetNames<LeftAlone>().Skip(1)).ToLowerInvariant()}.")));

    private static Option<string> Words(string name, string standard, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = $"{description} Default {standard}.", DefaultValueFactory = _ => standard };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static Option<string?> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static T Word<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
