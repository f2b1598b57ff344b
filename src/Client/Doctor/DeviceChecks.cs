using System.Diagnostics;
using System.Globalization;
using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Client.Doctor;

/// <summary>A listed provider is not a usable one: each device evaluates the prior, its answer is held against the CPU's, and what it lacks is named.</summary>
internal static class DeviceChecks
{
    private const int Side = 256;

    /// <param name="prior">Prior to evaluate.</param>
    /// <param name="named">The device that the user asked about, which must work; null for none: then those are tried that there may be.</param>
    public static IEnumerable<Finding> Run(string prior, string? named)
    {
        yield return new Finding("runtime", Finding.Ok, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}: {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}");
        var wanted = named?.Split(':')[0] is "cuda" or "tensorrt";
        foreach (var finding in GpuChecks.Run(wanted))
        {
            yield return finding;
        }

        yield return Try(prior, "cpu", isNamed: true);
        foreach (var device in named is not null ? (string[])[named] : GpuChecks.IsGpuBuild ? ["cuda:0"] : [])
        {
            if (device != "cpu")
            {
                yield return Try(prior, device, isNamed: named is not null);
            }
        }
    }

    private static Finding Try(string prior, string word, bool isNamed)
    {
        var name = word.Split(':')[0];
        try
        {
            using var denoiser = OnnxDenoiser.Load(Priors.Locate(prior), DeviceOptions.Parse(word, DevicePolicy.Require));
            var (residency, reason) = Residencies.Open(denoiser);
            using (residency)
            {
                var guidance = residency is not null ? ", and takes data steps" : reason is not null ? $"; data steps are taken on the host: {reason}" : "";
                var apart = denoiser.Device == "cpu" ? "" : string.Create(CultureInfo.InvariantCulture, $", {100 * denoiser.Difference:0.000} % from the CPU's answer");
                return new Finding(name, Finding.Ok, string.Create(
                    CultureInfo.InvariantCulture, $"evaluates {denoiser.Info.Name} as {denoiser.Device} in {Milliseconds(denoiser):0.0} ms ({Side} x {Side}){apart}{guidance}"));
            }
        }
        catch (Exception e) when (e is EngineException or Restoration.Priors.PriorException or UsageException or FormatException)
        {
            return new Finding(name, isNamed ? Finding.Fail : Finding.Warn, e.Message,
                name == "cpu" ? "Build bird again on this machine." : isNamed ? "What it lacks is said above; docs/performance.md, Devices, lists what each needs." : "Of no matter on a machine without such a device.");
        }
    }

    /// <summary>One evaluation, from the host and back; the second, because the first of a shape also makes plans and fetches memory.</summary>
    private static double Milliseconds(OnnxDenoiser denoiser)
    {
        var side = denoiser.Info.NativeSize ?? (Side + denoiser.Info.SizeMultiple - 1) / denoiser.Info.SizeMultiple * denoiser.Info.SizeMultiple;
        var batch = new DenoiseBatch(1, side, side, new float[3 * side * side], new float[1], new float[denoiser.Info.OutputChannels * side * side]);
        denoiser.Evaluate(batch, CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        denoiser.Evaluate(batch, CancellationToken.None);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
