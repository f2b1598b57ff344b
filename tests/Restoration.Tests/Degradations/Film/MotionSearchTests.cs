using System.Numerics;
using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Film;

public sealed class MotionSearchTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -2)]
    [InlineData(2.5, 0.5)]
    [InlineData(-5.3, 3.7)]
    public void Find_KnownMotionUnderGrainAndFlicker_IsFoundToAFractionOfAPixel(double right, double down)
    {
        var frame = LumaPyramid.Of(Reel.Worn(Reel.Clean(0, 0), 0));
        var other = LumaPyramid.Of(Reel.Worn(Reel.Clean(right, down), 1, light: 1.1f));

        var motion = MotionSearch.Find(frame, other, 1.1f, 0.05 / Math.Sqrt(3));

        var errors = new List<float>();
        for (var y = 16; y < Reel.Height - 16; y += 4)
        {
            for (var x = 16; x < Reel.Width - 16; x += 4)
            {
                errors.Add(Vector2.Distance(motion.At(x, y), new Vector2((float)right, (float)down)));
            }
        }

        errors.Order().ElementAt(errors.Count / 2).ShouldBeLessThan(0.15f);
        errors.Order().ElementAt(errors.Count * 9 / 10).ShouldBeLessThan(0.5f);
    }

    [Fact]
    public void Find_FlatFrames_HardlyFollowTheGrain()
    {
        var flat = new BirD.Restoration.Tensors.ImageTensor(3, Reel.Height, Reel.Width);
        Array.Fill(flat.Data, 0.4f);
        var motion = MotionSearch.Find(LumaPyramid.Of(Reel.Worn(flat, 0)), LumaPyramid.Of(Reel.Worn(flat, 1)), 1, 0.05 / Math.Sqrt(3));
        // The best of all searched places is on average 6 pixels off.
        motion.Nodes.Average(v => v.Length()).ShouldBeLessThan(3);
    }
}
