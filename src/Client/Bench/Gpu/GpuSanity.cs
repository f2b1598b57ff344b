using System.Globalization;
using System.Numerics.Tensors;
using BirD.Client.Doctor;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency;

namespace BirD.Client.Bench.Gpu;

/// <summary>Whether a device can be trusted with a prior: what it needs is there, all of it runs there, and it computes what the CPU does, twice the same.</summary>
internal sealed class GpuSanity(string file, DeviceOptions device)
{
    private const int Company = 4;

    /// <summary>One check after the other; ends at the first without which the others make no sense.</summary>
    public IEnumerable<GpuCheck> Run()
    {
        if (device.Kind is DeviceKind.Cuda or DeviceKind.TensorRt)
        {
            foreach (var finding in GpuChecks.Run(wanted: true))
            {
                yield return new GpuCheck(finding.Name, finding.Level != Finding.Fail, finding.Remedy is null ? finding.Detail : $"{finding.Detail} -> {finding.Remedy}");
            }
        }

        var (parity, denoiser) = Load(device, "parity");
        yield return parity;
        if (denoiser is null)
        {
            yield break;
        }

        using (denoiser)
        {
            var left = DevicePlacement.Problem(file, device);
            yield return new GpuCheck("placement", left is null, left ?? "every node of the prior runs on the device");
            yield return Repeat(denoiser);
            yield return DataSteps(denoiser);
        }

        var (rounded, other) = Load(device with { AllowTf32 = true }, "tf32");
        other?.Dispose();
        yield return rounded;
    }

    private (GpuCheck Check, OnnxDenoiser? Denoiser) Load(DeviceOptions options, string name)
    {
        try
        {
            var denoiser = OnnxDenoiser.Load(file, options);
            return (new GpuCheck(name, true, Text($"its answer to a test picture differs by {100 * denoiser.Difference:0.0000} % from the CPU's{(options.AllowTf32 ? ", products rounded to TF32" : "")}")), denoiser);
        }
        catch (EngineException e)
        {
            return (new GpuCheck(name, false, e.Message), null);
        }
    }

    /// <summary>The same picture again, and in company: reported and not judged, for GPUs promise neither.</summary>
    private static GpuCheck Repeat(OnnxDenoiser denoiser)
    {
        var (first, second, beside) = (Evaluate(denoiser, 1), Evaluate(denoiser, 1), Evaluate(denoiser, Company));
        var isSame = first.AsSpan().SequenceEqual(second);
        double apart = TensorPrimitives.Distance<float>(first, beside.AsSpan(0, first.Length)) / TensorPrimitives.Norm<float>(first);
        return new GpuCheck("repeat", true, Text($"{(isSame ? "the same twice to the last bit" : "not the same twice to the last bit")}; in company of {Company - 1} others it differs by {100 * apart:0.00000} %"));
    }

    private static GpuCheck DataSteps(OnnxDenoiser denoiser)
    {
        try
        {
            var (residency, reason) = Residencies.Open(denoiser);
            residency?.Dispose();
            return new GpuCheck("data-steps", true, residency is not null ? "taken on the device" : $"taken on the host: {reason ?? "the device has no memory of its own"}");
        }
        catch (EngineException e)
        {
            return new GpuCheck("data-steps", false, e.Message);
        }
    }

    private static float[] Evaluate(OnnxDenoiser denoiser, int count)
    {
        var side = SideOf(denoiser.Info);
        var (plane, timesteps) = (side * side, new float[count]);
        var (x, answer) = (new float[count * 3 * plane], new float[count * denoiser.Info.OutputChannels * plane]);
        for (var n = 0; n < x.Length; n++)
        {
            x[n] = MathF.Sin(0.7f * n) + MathF.Cos(0.013f * n);
        }

        Array.Fill(timesteps, denoiser.Info.ScheduleSteps / 2f);
        denoiser.Evaluate(new DenoiseBatch(count, side, side, x, timesteps, answer), CancellationToken.None);
        return answer;
    }

    /// <summary>256, or what the prior takes instead.</summary>
    public static int SideOf(DenoiserInfo prior) => prior.NativeSize ?? (256 + prior.SizeMultiple - 1) / prior.SizeMultiple * prior.SizeMultiple;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
