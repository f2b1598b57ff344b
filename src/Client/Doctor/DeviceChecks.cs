using BirD.Restoration.Denoising.Onnx;
using BirD.Restoration.Engine;
using BirD.Restoration.Residency;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Client.Doctor;

/// <summary>A listed provider is not a usable one: each device evaluates the prior once, and what it lacks is named.</summary>
internal static class DeviceChecks
{
    /// <param name="prior">Prior to evaluate.</param>
    /// <param name="extra">A device that the user asked about, such as a plug-in library; null for none.</param>
    public static IEnumerable<Finding> Run(string prior, string? extra)
    {
        yield return new Finding("runtime", Finding.Ok, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}: {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}");
        foreach (var device in (string?[])["cpu", "cuda:0", "tensorrt:0", extra])
        {
            if (device is not null)
            {
                yield return Try(prior, device);
            }
        }
    }

    private static Finding Try(string prior, string word)
    {
        var name = word.Split(':')[0];
        try
        {
            // Loading evaluates once, on the device itself, and checks that the answer is finite.
            using var denoiser = OnnxDenoiser.Load(Priors.Locate(prior), DeviceOptions.Parse(word, DevicePolicy.Require));
            var (residency, reason) = Residencies.Open(denoiser);
            using (residency)
            {
                var guidance = residency is not null ? ", and takes data steps" : reason is not null ? $"; data steps are taken on the host: {reason}" : "";
                return new Finding(name, Finding.Ok, $"evaluates {denoiser.Info.Name} as {denoiser.Device}{guidance}");
            }
        }
        catch (Exception e) when (e is EngineException or Restoration.Priors.PriorException or UsageException or FormatException)
        {
            return name == "cpu"
                ? new Finding(name, Finding.Fail, e.Message, "Build bird again on this machine.")
                : new Finding(name, Finding.Warn, e.Message, "Nothing to do on a machine without such a device; with one, see docs/performance.md.");
        }
    }
}
