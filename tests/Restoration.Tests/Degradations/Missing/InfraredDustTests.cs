using BirD.Restoration.Degradations.Missing.Detection;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Missing;

/// <summary>Scanners as they were measured: a strong and a weak infrared channel, and silver film, which infrared shows as it is.</summary>
public sealed class InfraredDustTests
{
    private const int Height = 96;
    private const int Width = 128;

    private readonly Random random = new(7);
    private readonly ImageTensor scene;
    private readonly bool[] dust = new bool[Height * Width];

    public InfraredDustTests()
    {
        scene = new ImageTensor(1, Height, Width);
        for (var n = 0; n < scene.Data.Length; n++)
        {
            var (y, x) = (n / Width, n % Width);
            scene.Data[n] = (float)(0.5 + (0.2 * Math.Sin(x / 7.0) * Math.Cos(y / 5.0)) + (0.02 * Normal()));
        }

        for (var k = 0; k < 30; k++)
        {
            var (y, x) = (random.Next(3, Height - 3), random.Next(3, Width - 3));
            for (var n = 0; n < 9; n++)
            {
                dust[((y + (n / 3) - 1) * Width) + x + (n % 3) - 1] = true;
            }
        }
    }

    [Theory]
    [InlineData(0.619, 0.045)]
    [InlineData(0.918, 0.005)]
    public void Find_DustOfAStrongAndOfAWeakChannel_FindsNearlyAllOfItAndLittleElse(double depth, double noise)
    {
        var known = InfraredDust.Find(Dusty(scene), Infrared(n => 0.7 * (dust[n] ? depth : 1), noise)).Known.ShouldNotBeNull();

        var missed = Enumerable.Range(0, dust.Length).Count(n => dust[n] && known.IsKnown(n));
        var wrong = Enumerable.Range(0, dust.Length).Count(n => !known.IsKnown(n) && !Near(n));
        missed.ShouldBeLessThan(dust.Count(d => d) / 50);
        wrong.ShouldBeLessThan(dust.Length / 1000);
    }

    [Fact]
    public void Find_SilverFilm_IsRefusedWithTheReason()
    {
        var silver = scene.Clone();
        for (var n = 0; n < silver.Data.Length; n++)
        {
            silver.Data[n] = n % Width % 32 < 4 ? 0.1f : silver.Data[n];
        }

        var finding = InfraredDust.Find(Dusty(silver), Infrared(n => 0.9 * silver.Data[n] * (dust[n] ? 0.62 : 1), 0.01));

        finding.Known.ShouldBeNull();
        finding.Refusal.ShouldNotBeNull().ShouldContain("silver");
    }

    [Fact]
    public void Find_NothingButNoise_FindsNothing() =>
        InfraredDust.Find(scene, Infrared(_ => 0.7, 0.02)).Known.ShouldNotBeNull().MissingCount.ShouldBeLessThan(dust.Length / 1000);

    private ImageTensor Dusty(ImageTensor picture) =>
        new(1, Height, Width, [.. picture.Data.Select((v, n) => dust[n] ? v / 2 : v)]);

    private ImageTensor Infrared(Func<int, double> light, double noise) =>
        new(1, Height, Width, [.. Enumerable.Range(0, dust.Length).Select(n => (float)(light(n) * (1 + (noise * Normal()))))]);

    /// <summary>Dust or its rim.</summary>
    private bool Near(int n) => Enumerable.Range(0, 25).Any(k =>
        (n / Width) + (k / 5) - 2 is var y and >= 0 and < Height && (n % Width) + (k % 5) - 2 is var x and >= 0 and < Width && dust[(y * Width) + x]);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
