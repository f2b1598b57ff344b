using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Analytic;
using Microsoft.Extensions.Time.Testing;

namespace BirD.Restoration.Tests.Priors;

public sealed class AnalyticDenoiserTests
{
    [Fact]
    public void Gaussian_OneWave_IsScaledByTheWienerFactor()
    {
        const int h = 12, w = 20, ky = 2, kx = 3;
        var spectrum = new GaussianSpectrum();
        using var denoiser = new GaussianDenoiser(spectrum);
        var x = new float[3 * h * w];
        for (var i = 0; i < x.Length; i++)
        {
            var (row, column) = (i / w % h, i % w);
            x[i] = (float)Math.Cos(2 * Math.PI * (((double)ky * row / h) + ((double)kx * column / w)));
        }

        var eps = new float[x.Length];
        denoiser.Evaluate(new DenoiseBatch(1, h, w, x, new[] { 400f }, eps), CancellationToken.None);

        var abar = Abar(400);
        var s = spectrum.Power(ky, kx, h, w);
        var x0 = Math.Sqrt(abar) * s / ((abar * s) + 1 - abar);
        var factor = (1 - (Math.Sqrt(abar) * x0)) / Math.Sqrt(1 - abar);
        for (var i = 0; i < x.Length; i++)
        {
            ((double)eps[i]).ShouldBe(factor * x[i], 1e-6);
        }
    }

    [Fact]
    public void Gaussian_BatchRows_DoNotTouchEachOther()
    {
        const int side = 9, plane = 3 * side * side;
        using var denoiser = new GaussianDenoiser();
        var random = new Random(5);
        var x = Enumerable.Range(0, 2 * plane).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        var both = new float[2 * plane];
        var second = new float[plane];

        denoiser.Evaluate(new DenoiseBatch(2, side, side, x, new[] { 10f, 900f }, both), CancellationToken.None);
        denoiser.Evaluate(new DenoiseBatch(1, side, side, x.AsMemory(plane), new[] { 900f }, second), CancellationToken.None);

        both[plane..].ShouldBe(second);
    }

    [Fact]
    public void Gaussian_NoisyDrawFromThePrior_ComesOutCloser()
    {
        const int side = 32;
        const float t = 100;
        using var denoiser = new GaussianDenoiser();
        var clean = Enumerable.Range(0, 3 * side * side).Select(i => 0.5f * MathF.Sin(i / side % side * 0.2f)).ToArray();
        var random = new Random(2);
        var abar = Abar(t);
        var x = clean.Select(v => (float)((Math.Sqrt(abar) * v) + (Math.Sqrt(1 - abar) * Normal(random)))).ToArray();
        var eps = new float[x.Length];

        denoiser.Evaluate(new DenoiseBatch(1, side, side, x, new[] { t }, eps), CancellationToken.None);

        var before = x.Zip(clean, (a, b) => Math.Pow((a / Math.Sqrt(abar)) - b, 2)).Sum();
        var after = x.Zip(eps, (a, e) => (a - (Math.Sqrt(1 - abar) * e)) / Math.Sqrt(abar)).Zip(clean, (a, b) => Math.Pow(a - b, 2)).Sum();
        after.ShouldBeLessThan(before / 3);
    }

    [Fact]
    public async Task Null_WithClock_WaitsOnThatClockAndPredictsNoNoise()
    {
        var clock = new FakeTimeProvider();
        using var denoiser = new NullDenoiser(TimeSpan.FromHours(1), clock);
        var output = new float[2 * 3 * 4];
        Array.Fill(output, 9f);
        var run = Task.Factory.StartNew(
            () => denoiser.Evaluate(new DenoiseBatch(2, 2, 2, new float[24], new float[2], output), CancellationToken.None),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        while (!run.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(30));
            await Task.Delay(5);
        }

        await run;
        output.ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Null_Cancelled_Throws()
    {
        using var denoiser = new NullDenoiser(TimeSpan.FromHours(1));
        using var source = new CancellationTokenSource(20);

        Should.Throw<OperationCanceledException>(
            () => denoiser.Evaluate(new DenoiseBatch(1, 1, 1, new float[3], new float[1], new float[3]), source.Token));
    }

    private static double Abar(double t)
    {
        var product = 1.0;
        for (var i = 0; i <= t; i++)
        {
            product *= 1 - (1e-4 + ((0.02 - 1e-4) * i / 999));
        }

        return product;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
