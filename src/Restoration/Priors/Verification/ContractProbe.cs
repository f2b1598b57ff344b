using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Priors.Verification;

/// <summary>Asks a loaded prior for what the contract promises beyond its signature: batches, sizes, repeatable and finite values.</summary>
internal sealed class ContractProbe(IDenoiser denoiser)
{
    private const int Side = 64;

    /// <summary>Kernels may differ with the batch; a graph that mixes pictures is off by orders more.</summary>
    private const float Tolerance = 1e-2f;

    private readonly DenoiserInfo info = denoiser.Info;

    /// <summary>The first promise that is broken, in words, or null. Later probes build on the earlier ones.</summary>
    public string? FirstProblem(CancellationToken cancellationToken)
    {
        var side = info.NativeSize ?? (Side + info.SizeMultiple - 1) / info.SizeMultiple * info.SizeMultiple;
        return new Func<string?>[]
        {
            () => Finite(side, cancellationToken),
            () => Repeatable(side, cancellationToken),
            () => Batch(side, cancellationToken),
            () => Oblong(side, cancellationToken),
        }.Select(Caught).FirstOrDefault(problem => problem is not null);
    }

    private string? Finite(int side, CancellationToken cancellationToken)
    {
        foreach (var t in new[] { 0, 0.5f, (info.ScheduleSteps - 1) / 2f, info.ScheduleSteps - 1 })
        {
            foreach (var (what, x) in new[] { ("black", Flat(side, -1)), ("white", Flat(side, 1)), ("noise", Noise(side, side, 1)) })
            {
                if (!Array.TrueForAll(Evaluate(1, side, side, x, [t], cancellationToken), float.IsFinite))
                {
                    return $"Its answer to a picture of {what} at t = {t} is not finite. Export it again, or use float32.";
                }
            }
        }

        return null;
    }

    private string? Repeatable(int side, CancellationToken cancellationToken)
    {
        var x = Noise(side, side, 2);
        var difference = Difference(
            Evaluate(1, side, side, x, [100], cancellationToken), Evaluate(1, side, side, x, [100], cancellationToken));
        return difference <= Tolerance ? null : $"It answers the same input differently (by {difference:g2}): a random node, or exported in training mode?";
    }

    private string? Batch(int side, CancellationToken cancellationToken)
    {
        var (a, b) = (Noise(side, side, 3), Flat(side, 0.5f));
        float[] together = Evaluate(2, side, side, [.. a, .. b], [50, 700], cancellationToken);
        float[] apart = [.. Evaluate(1, side, side, a, [50], cancellationToken), .. Evaluate(1, side, side, b, [700], cancellationToken)];
        var difference = Difference(together, apart);
        return difference <= Tolerance ? null : $"Two pictures in one batch get other answers than alone (by {difference:g2}): N is not a free dimension.";
    }

    private string? Oblong(int side, CancellationToken cancellationToken)
    {
        if (info.NativeSize is not null)
        {
            return null;
        }

        var wide = side + (3 * info.SizeMultiple);
        Evaluate(1, side, wide, Noise(side, wide, 4), [10], cancellationToken);
        Evaluate(1, wide, side, Noise(wide, side, 4), [10], cancellationToken);
        return null;
    }

    /// <summary>A graph with a built-in size or batch fails inside the runtime; that is an answer too.</summary>
    private static string? Caught(Func<string?> probe)
    {
        try
        {
            return probe();
        }
        catch (EngineException e) when (!e.OutOfMemory)
        {
            return e.Message;
        }
    }

    private float[] Evaluate(int count, int height, int width, float[] x, float[] t, CancellationToken cancellationToken)
    {
        var output = new float[count * info.OutputChannels * height * width];
        denoiser.Evaluate(new DenoiseBatch(count, height, width, x, t, output), cancellationToken);
        return output;
    }

    private static float Difference(float[] a, float[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max();

    private static float[] Flat(int side, float value)
    {
        var x = new float[3 * side * side];
        Array.Fill(x, value);
        return x;
    }

    private static float[] Noise(int height, int width, ulong seed)
    {
        var x = new ImageTensor(3, height, width);
        new PhiloxNoise(seed).Fill(x, NoiseUse.Start, 0);
        return x.Data;
    }
}
