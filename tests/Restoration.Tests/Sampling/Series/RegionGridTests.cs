using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Series;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Sampling.Series;

public sealed class RegionGridTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(239, 240)]
    [InlineData(240, 241)]
    [InlineData(384, 385)]
    [InlineData(481, 900)]
    public void AddTo_OnesFromEveryRegion_AreOnesEverywhere(int height, int width)
    {
        var grid = new RegionGrid(height, width, 240);
        var canvas = new RegionCanvas(1, height, width);
        for (var n = 0; n < grid.Count; n++)
        {
            var window = grid[n];
            var part = new ImageTensor(1, window.Height, window.Width);
            Array.Fill(part.Data, 1f);
            grid.AddTo(canvas, part, n);
        }

        canvas.ToImage().Data.Min().ShouldBe(1, 3f / ushort.MaxValue);
        canvas.Part(grid[0]).Data.Max().ShouldBe(1);
    }

    [Theory]
    [InlineData(4000, 6000)]
    [InlineData(8400, 12000)]
    [InlineData(1537, 5000)]
    public void Item_OfALargePicture_StartsOnBlocksAndStaysInside(int height, int width)
    {
        var grid = new RegionGrid(height, width);
        for (var n = 0; n < grid.Count; n++)
        {
            var window = grid[n];
            (window.Top % 48 + window.Left % 48).ShouldBe(0);
            window.Height.ShouldBeLessThanOrEqualTo(RegionGrid.Side);
            (window.Top + window.Height).ShouldBeLessThanOrEqualTo(height);
            (window.Left + window.Width).ShouldBeLessThanOrEqualTo(width);
        }

        (grid[grid.Count - 1].Top + grid[grid.Count - 1].Height, grid[grid.Count - 1].Left + grid[grid.Count - 1].Width).ShouldBe((height, width));
    }

    [Theory]
    [InlineData(192)]
    [InlineData(250)]
    public void Create_ASideThatIsTooShortOrOffTheBlocks_IsRefused(int side) =>
        Should.Throw<ArgumentException>(() => new RegionGrid(500, 500, side));
}
