using BirD.Contracts.Images;
using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling;

namespace BirD.Grains.Looks;

/// <summary>Reads a session that another thread advances. What it sees may be of two neighbouring steps, which no eye can tell.</summary>
internal static class LookTaker
{
    /// <param name="session">The page in work.</param>
    /// <param name="before">Steps of earlier pages.</param>
    /// <returns>Null once the session has been let go.</returns>
    public static ItemLook? Take(SamplerSession session, int before)
    {
        if (session.Peek() is not { } state)
        {
            return null;
        }

        var kernel = state.Kernel;
        return new ItemLook
        {
            Step = before + session.StepIndex,
            Steps = before + session.StepCount,
            KernelSize = kernel.Size,
            Kernel = Mean(kernel),
            GuidanceScale = state.ScaleHistory.Thin(ItemLook.Points),
            Loss = state.LossHistory.Thin(ItemLook.Points),
        };
    }

    private static float[] Mean(DegradationKernel kernel)
    {
        var mean = new float[kernel.Size * kernel.Size];
        for (var c = 0; c < kernel.Channels; c++)
        {
            var filter = kernel.PointSpread(c);
            for (var p = 0; p < mean.Length; p++)
            {
                mean[p] += filter[p] / kernel.Channels;
            }
        }

        return mean;
    }
}
