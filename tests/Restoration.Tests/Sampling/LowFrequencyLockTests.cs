using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Degradations.Downscale;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling;

public sealed class LowFrequencyLockTests
{
    private const double Noise = 0.02;

    public static TheoryData<string> Damages => ["noise", "blur", "reduction"];

    [Theory, MemberData(nameof(Damages))]
    public void Run_APriorThatTintsEverything_TheResultKeepsTheObservationsColour(string damage)
    {
        var held = MeanShift(damage, holdsTone: true);
        held.ShouldAllBe(shift => Math.Abs(shift) < 0.001);
        MeanShift(damage, holdsTone: false)[0].ShouldBeGreaterThan(0.01, "the prior does tint");
    }

    [Fact]
    public void Hold_OnlyNoiseIsLeft_ChangesNothing()
    {
        var (y, result) = (Noisy(out var clean), OracleCase.Picture(128, 192));
        LowFrequencyLock.Hold(result, y, Difference(y, clean), Noise);
        result.Data.ShouldBe(clean.Data);
    }

    [Fact]
    public void Hold_ADriftOfOneCorner_IsPutBackThereAndNotElsewhere()
    {
        var clean = OracleCase.Picture(192, 192);
        var drifted = clean.Clone();
        for (var n = 0; n < drifted.Data.Length; n++)
        {
            var (y, x) = (n / 192 % 192, n % 192);
            drifted.Data[n] += 0.1f * Math.Max(0, 1 - ((x + y) / 128f));
        }

        var held = drifted.Clone();
        LowFrequencyLock.Hold(held, clean, Difference(clean, drifted), 0);

        held.Data.AsSpan(^100..).ToArray().ShouldBe(clean.Data[^100..]);
        var corner = Enumerable.Range(0, 64 * 64).Select(n => (n / 64 * 192) + (n % 64)).ToArray();
        corner.Average(n => held.Data[n] - clean.Data[n]).ShouldBe(0, 0.3 * corner.Average(n => drifted.Data[n] - clean.Data[n]));
    }

    [Fact]
    public void Hold_WhereTheObservationIsClipped_TrustsThePrior()
    {
        var (black, result) = (new ImageTensor(3, 64, 64), new ImageTensor(3, 64, 64));
        black.Data.AsSpan().Fill(0.01f); // black with noise that could only go up
        LowFrequencyLock.Hold(result, black, Difference(black, result), Noise);
        result.Data.ShouldAllBe(v => v == 0);
    }

    private static double[] MeanShift(string damage, bool holdsTone)
    {
        using var prior = OracleCase.Prior();
        var observation = new Observation(Noisy(out _), Noise);
        (IDamage model, DegradationKernel kernel) = damage switch
        {
            "reduction" => (new ReductionDamage(observation, 2), ReductionDamage.StartKernel(2)),
            "blur" => (new BlurDamage(observation), KernelShapes.Gaussian(1, 5, 1)),
            _ => ((IDamage)new BlurDamage(observation), KernelShapes.Delta(1, 1)),
        };
        var options = new RobustOptions { Steps = 4, StartSigma = 0.08, EndSigma = 0.02, PriorWeight = 1, HoldsTone = holdsTone };
        var info = prior.Info with { Prediction = PredictionType.X0 };
        var session = new SamplerSession(new RobustSampler(observation, kernel, NoiseSchedule.Linear(), info, options, new PhiloxNoise(1), model));
        while (!session.IsComplete)
        {
            var tinted = session.Prepare().X.Clone();
            for (var n = 0; n < tinted.PlaneLength; n++)
            {
                tinted.Data[n] += 0.1f;
            }

            session.Advance(tinted);
        }

        var residual = session.Sampler.ResidualMap(session.State)!;
        return [.. Enumerable.Range(0, 3).Select(c => (double)-residual.Plane(c).ToArray().Average())];
    }

    private static ImageTensor Noisy(out ImageTensor clean)
    {
        clean = OracleCase.Picture(128, 192);
        var noisy = clean.Clone();
        var noise = new ImageTensor(3, 128, 192);
        new PhiloxNoise(9).Fill(noise, NoiseUse.Start, 0);
        for (var n = 0; n < noisy.Data.Length; n++)
        {
            noisy.Data[n] += (float)Noise * noise.Data[n];
        }

        return noisy;
    }

    private static ImageTensor Difference(ImageTensor a, ImageTensor b)
    {
        var difference = a.Clone();
        for (var n = 0; n < difference.Data.Length; n++)
        {
            difference.Data[n] -= b.Data[n];
        }

        return difference;
    }
}
