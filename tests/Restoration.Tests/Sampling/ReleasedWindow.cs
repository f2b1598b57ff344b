using System.Text.Json;
using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling;

/// <summary>One recorded window of the released sampler: a sampler set up like it, and what it is held against.</summary>
internal sealed class ReleasedWindow
{
    private readonly JsonElement steps;

    public ReleasedWindow(string variant, string window)
    {
        (Variant, Name) = (variant, window);
        var shared = Manifest("trajectory").GetProperty("windows").EnumerateArray().Single(w => w.GetProperty("name").GetString() == window);
        FirstStep = 999 - shared.GetProperty("first_timestep").GetInt32();
        steps = Manifest("bird", variant).GetProperty("windows").EnumerateArray()
            .Single(w => w.GetProperty("name").GetString() == window).GetProperty("steps");
        Kernels = NpyFile.Golden("bird", variant, $"{window}_kernels.npy");
        var noise = new RecordedNoise(
            NpyFile.Golden("trajectory", "noise_pool.npy"), FirstStep,
            [.. shared.GetProperty("step_noise_index").EnumerateArray().Select(i => i.GetInt32())],
            [.. shared.GetProperty("observation_noise_index").EnumerateArray()
                .Select(row => row.EnumerateArray().Select(i => i.GetInt32()).ToArray())]);
        var y = Golden.Picture("trajectory", variant switch { "lowlight" => "y_low_u8.npy", "gray" => "y_gray_u8.npy", _ => "y_blur_u8.npy" });
        Sampler = new PosteriorSampler(
            new Observation(y, 0), NoiseSchedule.Linear(),
            new DenoiserInfo { Name = "unet_a", Sha256 = "", Prediction = PredictionType.Epsilon, OutputChannels = 6 },
            Options(variant), noise);
        var start = window == "high"
            ? Golden.Entry(NpyFile.Golden("trajectory", "noise_pool.npy"), 21)
            : Golden.Tensor("trajectory", $"{window}_x_start.npy");
        var kernel = Golden.Entry(Kernels, 0);
        State = Sampler.StartFrom(
            start,
            new DegradationKernel(3, kernel.Width, KernelAt(0)),
            NpyFile.Golden("trajectory", "mask_initial.npy").AsFloat32());
    }

    public string Variant { get; }

    public string Name { get; }

    /// <summary>Step index at which the window opens.</summary>
    public int FirstStep { get; }

    public PosteriorSampler Sampler { get; }

    public SamplerState State { get; }

    public NpyFile Kernels { get; }

    /// <summary>A recorded scalar of a step; the mean where every visit has its own.</summary>
    public double Scalar(int step, string name)
    {
        var value = steps[step].GetProperty(name);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Average(v => v.GetDouble()) : value.GetDouble();
    }

    public float[] KernelAt(int entry)
    {
        var length = Kernels.Shape.Skip(1).Aggregate(1, (a, b) => a * b);
        return Kernels.AsFloat32()[(entry * length)..((entry + 1) * length)];
    }

    private static PosteriorOptions Options(string variant)
    {
        var released = PosteriorOptions.Released with { Elements = 3 * 64 * 64, NoisedVisits = variant == "noised" ? 4 : 0 };
        return variant switch
        {
            "lowlight" => released with
            {
                KernelSize = 3, KernelRate = 1, MaskRate = 1, MaskInLoss = true, Guidance = GuidanceMode.Fixed, Scale = 62000,
            },
            "gray" => released with { Gray = true, Guidance = GuidanceMode.Fixed, Scale = 4500 },
            _ => released,
        };
    }

    private static JsonElement Manifest(params string[] folder) =>
        JsonDocument.Parse(File.ReadAllText(NpyFile.GoldenPath([.. folder, "manifest.json"]))).RootElement;
}
