using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling;

/// <summary>Single steps of the released sampler, fed with recorded network outputs: no network is involved.</summary>
public sealed class ReleasedStepTests
{
    public static TheoryData<string, string> Windows
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var variant in (string[])["clean", "noised", "lowlight", "gray"])
            {
                foreach (var window in (string[])["high", "mid", "low"])
                {
                    data.Add(variant, window);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Windows))]
    public void FirstStep_OfEveryWindow_MatchesTheRecording(string variant, string window)
    {
        var recorded = new ReleasedWindow(variant, window);
        var state = recorded.State;
        recorded.Sampler.Advance(state, recorded.FirstStep, Golden.Tensor("trajectory", $"{window}_step0_model_output.npy"));

        Golden.MaxDifference(state.Kernel.Weights, recorded.KernelAt(1)).ShouldBeLessThan(1e-7f);
        state.LossHistory[0].ShouldBe(recorded.Scalar(0, "mse"), 5e-5 * recorded.Scalar(0, "mse"));
        if (variant is "clean" or "noised")
        {
            state.GuidanceScale.ShouldBe(recorded.Scalar(0, "scale_next"), 1e-5 * Math.Abs(recorded.Scalar(0, "scale_next")));
        }

        CheckProbes(recorded, state.X);
        if (variant == "lowlight")
        {
            Golden.MaxDifference(state.Mask!, NpyFile.Golden("bird", variant, $"{window}_mask_after_step0.npy").AsFloat32())
                .ShouldBeLessThan(1e-8f);
        }
    }

    [Fact]
    public void SampleStatistics_OfTheFirstStep_GoUphillAsReleased()
    {
        var recorded = new ReleasedWindow("clean", "mid");
        recorded.Sampler.Advance(recorded.State, recorded.FirstStep, Golden.Tensor("trajectory", "mid_step0_model_output.npy"));
        recorded.State.ScaleHistory.ShouldBe([3000.0]);
        recorded.State.GuidanceScale.ShouldBeLessThan(0);
    }

    private static void CheckProbes(ReleasedWindow recorded, ImageTensor sample)
    {
        var probes = NpyFile.Golden("bird", recorded.Variant, $"{recorded.Name}_probes.npy").AsFloat32();
        var positions = NpyFile.Golden("trajectory", "probe_indices.npy").AsInt32();
        const int sampleRow = 8;
        for (var n = 0; n < positions.Length; n++)
        {
            sample.Data[positions[n]].ShouldBe(probes[(sampleRow * positions.Length) + n], 2e-5f, $"probe {n}");
        }
    }
}
