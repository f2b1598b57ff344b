using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Tensors;
using Xunit;

namespace BirD.Restoration.Tests.Degradations.Noise;

public sealed class ColouredNoiseStepTests
{
    [Fact]
    public void WhiteNoiseIsShrunkToTheLevelAlikeEverywhere()
    {
        var (y, z) = (NoiseModelTests.Noisy(NoiseModelTests.Scene(), _ => 0.05, binned: false), NoiseModelTests.Scene());
        var step = new ColouredNoiseStep(y, new NoiseSpectrum([.. Enumerable.Repeat(0.05 * 0.05, 3 * NoiseSpectrum.PlaneLength)]));
        // alpha 4: the level is half of the noise.
        var fused = step.Correct(z, step.ResidualOf(z), 4);
        Assert.True(Enumerable.Range(0, y.Data.Length).Max(n => Math.Abs(fused.Data[n] - ((y.Data[n] + z.Data[n]) / 2))) < 1e-4);
    }

    [Fact]
    public void AboveAllNoiseTheObservationStands()
    {
        var (y, z) = (NoiseModelTests.Noisy(NoiseModelTests.Scene(), _ => 0.05, binned: true), NoiseModelTests.Scene());
        var step = new ColouredNoiseStep(y, Falling());
        var fused = step.Correct(z, step.ResidualOf(z), Falling().Level * Falling().Level / (Falling().Peak * Falling().Peak));
        Assert.True(Enumerable.Range(0, y.Data.Length).Max(n => Math.Abs(fused.Data[n] - y.Data[n])) < 1e-4);
    }

    [Fact]
    public void WhatIsLeftHasTheLevelWhereNoiseWasAboveItAndAllWhereItWasBelow()
    {
        var z = NoiseModelTests.Scene();
        var y = NoiseModelTests.Noisy(z, _ => 10 / 255.0, binned: true);
        var spectrum = NoiseModelEstimator.Estimate(y)!.Spectrum;
        var step = new ColouredNoiseStep(y, spectrum);
        const double level = 7 / 255.0;
        var fused = step.Correct(z, step.ResidualOf(z), spectrum.Level * spectrum.Level / (level * level));
        for (var n = 0; n < fused.Data.Length; n++)
        {
            fused.Data[n] += 0.5f - z.Data[n];
        }

        var left = NoiseModelEstimator.Estimate(fused)!.Spectrum;
        Assert.InRange(Math.Sqrt(left.Mean(0, 1, 4)) * 255, 5.5, 8.5);
        Assert.InRange(Math.Sqrt(left.Mean(0, 10, 14) / spectrum.Mean(0, 10, 14)), 0.75, 1.25);
    }

    [Fact]
    public void OpponentColourIsATurn()
    {
        var picture = NoiseModelTests.Scene();
        var turned = OpponentColour.Forward(picture);
        var back = OpponentColour.Back(turned);
        Assert.Equal(picture.Data.Sum(v => (double)v * v), turned.Data.Sum(v => (double)v * v), picture.Data.Length * 1e-6);
        Assert.True(picture.Data.Zip(back.Data, (a, b) => Math.Abs(a - b)).Max() < 1e-5);
    }

    private static NoiseSpectrum Falling() =>
        new([.. Enumerable.Range(0, 3 * NoiseSpectrum.PlaneLength).Select(n => 1e-3 / (1 + (n % 8) + (n / 8 % 8)))]);
}
