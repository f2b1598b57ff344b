using System.Diagnostics;
using System.Globalization;
using BirD.Restoration.Degradations;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Tensors;

namespace BirD.Bench;

/// <summary>How many steps the host can feed a device that takes no time: <c>ceiling DEVICE COUNT STEPS SIDE denoise|deblur</c>.</summary>
/// <remarks>
/// Over a CUDA whose kernels do nothing (stand-ins for its libraries) what is left is the host's work: preparing, launching, copying, drawing noise. Results are
/// nonsense there, so the device is not tried first.
/// </remarks>
internal static class HostCeiling
{
    public static async Task RunAsync(string[] arguments)
    {
        var (device, count, steps, side) = (DeviceOptions.Parse(arguments[0]), Number(arguments[1]), Number(arguments[2]), Number(arguments[3]));
        var isBlurred = arguments[4] == "deblur";
        using var prior = OnnxDenoiser.Load(Path.Combine(AppContext.BaseDirectory, "priors", "bird-leaves", "bird-leaves.onnx"), device with { IsTrusted = true });
        var residency = new OnnxResidency(prior, device);
        await using var engine = new StepEngine(prior, "ceiling", TimeProvider.System, batchPixels: (long)count * side * side, residency: residency, overlaps: true);
        foreach (var round in (string[])["first", "second"])
        {
            SamplerSession[] sessions = [.. Enumerable.Range(0, count).Select(_ => Session(prior, steps, side, isBlurred))];
            var (started, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var results = await Task.WhenAll(sessions.Select(session => engine.RunAsync(session, SegmentLimit.None, CancellationToken.None).AsTask()));
            var (wall, processor) = (Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - busy).TotalSeconds);
            var taken = results.Sum(result => result.StepsRun);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{round}: {taken} picture-steps, {taken / wall:0} a second, {1000 * processor / taken:0.000} core-ms each ({taken / processor:0} a core-second)"));
        }
    }

    private static SamplerSession Session(OnnxDenoiser prior, int steps, int side, bool isBlurred)
    {
        var y = Picture.Random(3, 1).Crop(side);
        var options = new RobustOptions { Steps = steps, StartSigma = 0.3, EndSigma = 0.05, FreshNoise = 1, AverageEstimates = !isBlurred };
        var kernel = isBlurred ? KernelShapes.Gaussian(1, 19, 1.6) : KernelShapes.Delta(1, 1);
        return new SamplerSession(new RobustSampler(new Observation(y, 0.05), kernel, NoiseSchedule.Linear(), prior.Info, options, new PhiloxNoise(4)));
    }

    private static ImageTensor Crop(this ImageTensor picture, int side)
    {
        var part = new ImageTensor(3, side, side);
        for (var n = 0; n < part.Data.Length; n++)
        {
            part.Data[n] = picture.Data[n % picture.Data.Length];
        }

        return part;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
