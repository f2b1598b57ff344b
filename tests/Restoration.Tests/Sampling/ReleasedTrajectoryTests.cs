using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tests.Priors.Import;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling;

/// <summary>Twelve steps of the released sampler, each fed with its own previous result, through importer and ONNX Runtime.</summary>
public sealed class ReleasedTrajectoryTests(ReleasedTrajectoryTests.Network network) : IClassFixture<ReleasedTrajectoryTests.Network>
{
    private const int Steps = 12;
    private static readonly int[] Positions = NpyFile.Golden("trajectory", "probe_indices.npy").AsInt32();

    [Theory, MemberData(nameof(ReleasedStepTests.Windows), MemberType = typeof(ReleasedStepTests))]
    public void Chain_OfTwelveSteps_StaysWithinTheRecordedTolerances(string variant, string window)
    {
        var recorded = new ReleasedWindow(variant, window);
        var probes = NpyFile.Golden("bird", variant, $"{window}_probes.npy").AsFloat32();
        var (session, tiles) = (new SamplerSession(recorded.Sampler, recorded.State, recorded.FirstStep), new TiledDenoiser(network.Denoiser));
        for (var step = 0; step < Steps; step++)
        {
            var request = session.Prepare();
            CheckProbes(probes, step, 0, request.X.Data, 2e-5f);
            var output = tiles.Evaluate(request, CancellationToken.None);
            CheckProbes(probes, step, 1, output.Data, 1e-4f);
            session.Advance(output);

            CheckProbes(probes, step, 8, session.State.X.Data, 2e-5f);
            // The bounds are those of the recording's manifest; low light has a kernel rate of 1 and drifts more.
            Golden.MaxDifference(session.State.Kernel.Weights, recorded.KernelAt(step + 1))
                .ShouldBeLessThan(variant == "lowlight" ? 1e-5f : 1e-7f, $"kernel after step {step}");
            Relative(session.State.LossHistory[step], recorded.Scalar(step, "mse"), variant == "lowlight" ? 5e-4 : 5e-5, $"mse {step}");
            if (variant is "clean" or "noised")
            {
                Relative(session.State.GuidanceScale, recorded.Scalar(step, "scale_next"), 1e-5, $"scale {step}");
            }
        }

        CheckFinalPicture(recorded, session);
    }

    private static void CheckFinalPicture(ReleasedWindow recorded, SamplerSession session)
    {
        if (recorded.Name != "low")
        {
            return;
        }

        var expected = NpyFile.Golden("bird", recorded.Variant, "low_final_u8.npy").AsUInt8();
        var picture = session.State.X;
        for (var n = 0; n < expected.Length; n++)
        {
            var value = picture.Data[(n % 3 * picture.PlaneLength) + (n / 3)];
            var code = (int)Math.Clamp((value + 1) * 127.5f, 0, 255);
            Math.Abs(code - expected[n]).ShouldBeLessThanOrEqualTo(1);
        }
    }

    private static void CheckProbes(float[] probes, int step, int quantity, float[] values, float tolerance)
    {
        const int quantities = 9;
        for (var n = 0; n < Positions.Length; n++)
        {
            values[Positions[n]].ShouldBe(probes[(((step * quantities) + quantity) * Positions.Length) + n], tolerance, $"step {step}, quantity {quantity}, probe {n}");
        }
    }

    private static void Relative(double actual, double expected, double tolerance, string what) =>
        actual.ShouldBe(expected, tolerance * Math.Abs(expected), what);

    /// <summary>unet_a, imported once.</summary>
    public sealed class Network : IAsyncLifetime
    {
        private readonly TempFolder folder = new();

        public OnnxDenoiser Denoiser { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Denoiser = OnnxDenoiser.Load(
            await UNetCase.ImportAsync("unet_a", folder.Path), new DeviceOptions { Kind = DeviceKind.Cpu });

        public ValueTask DisposeAsync()
        {
            Denoiser.Dispose();
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
