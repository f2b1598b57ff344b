using BirD.Restoration.Degradations.Missing.Detection;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Missing;

public sealed class MarkFinderTests
{
    private const int Height = 240;
    private const int Width = 320;

    private readonly Random random = new(3);

    [Theory]
    [InlineData(1f)]
    [InlineData(0.02f)]
    public void Find_ManySpecksOfOnePolarity_FindsMostOfThemAndLittleElse(float colour)
    {
        var picture = Scene();
        var truth = Specks(picture, 60, _ => colour);

        var found = MarkFinder.Find(picture);

        var known = found.Known.ShouldNotBeNull();
        (found.Bright == 0).ShouldBe(colour < 0.5f);
        (found.Dark == 0).ShouldBe(colour > 0.5f);
        var hit = truth.Count(n => !known.IsKnown(n));
        hit.ShouldBeGreaterThan(truth.Count / 2);
        // A rim of one pixel is more than half of a speck's area.
        known.MissingIndices().Count(n => !truth.Contains(n) && !truth.Contains(n - 1) && !truth.Contains(n + 1) && !truth.Contains(n - Width) && !truth.Contains(n + Width))
            .ShouldBeLessThan(hit / 10);
        found.Confidence.ShouldBeInRange(0.8, 1);
    }

    [Fact]
    public void Find_NothingOrAFewHighlights_FindsNothing()
    {
        var picture = Scene();
        MarkFinder.Find(picture).Known.ShouldBeNull();
        Specks(picture, 5, static _ => 1f);
        MarkFinder.Find(picture).Known.ShouldBeNull();
    }

    [Fact]
    public void Find_AsManyBrightThingsAsDarkOnes_FindsNothing()
    {
        var picture = Scene();
        Specks(picture, 80, static k => k % 2);
        MarkFinder.Find(picture).Known.ShouldBeNull();
    }

    [Fact]
    public void Find_StarsInAGreySky_FindsNothing()
    {
        var sky = new ImageTensor(1, Height, Width);
        for (var n = 0; n < sky.Data.Length; n++)
        {
            sky.Data[n] = (float)(0.05 + (0.01 * random.NextDouble()));
        }

        Specks(sky, 150, static _ => 1f);
        MarkFinder.Find(sky).Known.ShouldBeNull();
    }

    /// <summary>Soft coloured hills with a little noise.</summary>
    private ImageTensor Scene()
    {
        var picture = new ImageTensor(3, Height, Width);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            var (c, y, x) = (n / picture.PlaneLength, n % picture.PlaneLength / Width, n % Width);
            picture.Data[n] = (float)(0.45 + (0.15 * Math.Sin((x / 40.0) + c)) + (0.1 * Math.Cos((y / 30.0) - (2 * c))) + (0.01 * (random.NextDouble() - 0.5)));
        }

        return picture;
    }

    private HashSet<int> Specks(ImageTensor picture, int count, Func<int, float> colour)
    {
        var truth = new HashSet<int>();
        for (var k = 0; k < count; k++)
        {
            var (cy, cx) = (random.Next(8, Height - 8), random.Next(8, Width - 8));
            var (a, b) = (1 + (2 * random.NextDouble()), 1 + (2 * random.NextDouble()));
            for (var n = 0; n < 81; n++)
            {
                var (dy, dx) = ((n / 9) - 4, (n % 9) - 4);
                if ((dy * dy / (a * a)) + (dx * dx / (b * b)) <= 1)
                {
                    var at = ((cy + dy) * Width) + cx + dx;
                    truth.Add(at);
                    for (var c = 0; c < picture.Channels; c++)
                    {
                        picture.Plane(c)[at] = (0.15f * picture.Plane(c)[at]) + (0.85f * colour(k));
                    }
                }
            }
        }

        return truth;
    }
}
