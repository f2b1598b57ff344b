using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;

namespace BirD.Restoration.Engine;

/// <summary>Finds out, when a device starts, how many small pictures it likes to evaluate at once.</summary>
public static class BatchProfile
{
    /// <summary>The pictures tried are as large as this, as far as the prior lets them be, pixels.</summary>
    private const int Side = 256;

    /// <summary>What is tried, of the sizes that are used (<see cref="BatchSizes"/>): each costs a device its plans.</summary>
    private static readonly int[] Tried = [1, 4, 16, 64];

    /// <summary>Of so many evaluations the fastest counts: others of the machine's work can only make one slower.</summary>
    private const int Tries = 3;

    /// <summary>A larger batch must take so much less time per picture, or it only makes everybody wait for everybody.</summary>
    private const double WorthIt = 0.95;

    /// <summary>Pixels that one evaluation should hold at most. On a CPU that is known and not measured: a start would take longer for it.</summary>
    /// <exception cref="EngineException">The device failed.</exception>
    public static long PixelsFor(IDenoiser denoiser, string device, TimeProvider time) =>
        device == "cpu" ? TiledDenoiser.StandardBatch : Measure(denoiser, time);

    /// <summary>Tries four times as many each time, until it no longer pays or memory runs out.</summary>
    /// <exception cref="EngineException">The device failed.</exception>
    public static long Measure(IDenoiser denoiser, TimeProvider time)
    {
        var side = denoiser.Info.NativeSize ?? (Side + denoiser.Info.SizeMultiple - 1) / denoiser.Info.SizeMultiple * denoiser.Info.SizeMultiple;
        var (best, least) = (1, TimeSpan.MaxValue);
        foreach (var count in Tried)
        {
            if (PerPicture(denoiser, count, side, time) is not { } took || took >= least * WorthIt)
            {
                break;
            }

            (best, least) = (count, took);
        }

        return (long)best * side * side;
    }

    /// <summary>Null when there is too little memory.</summary>
    private static TimeSpan? PerPicture(IDenoiser denoiser, int count, int side, TimeProvider time)
    {
        var pixels = count * side * side;
        var timesteps = new float[count];
        Array.Fill(timesteps, denoiser.Info.ScheduleSteps / 2f);
        var batch = new DenoiseBatch(count, side, side, new float[3 * pixels], timesteps, new float[denoiser.Info.OutputChannels * pixels]);
        try
        {
            // The first one of a shape also makes plans and fetches memory.
            denoiser.Evaluate(batch, CancellationToken.None);
            var least = TimeSpan.MaxValue;
            for (var n = 0; n < Tries; n++)
            {
                var started = time.GetTimestamp();
                denoiser.Evaluate(batch, CancellationToken.None);
                least = time.GetElapsedTime(started) is var took && took < least ? took : least;
            }

            return least / count;
        }
        catch (EngineException e) when (e.OutOfMemory)
        {
            return null;
        }
    }
}
