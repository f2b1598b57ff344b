using BirD.Restoration.Denoising;
using BirD.Restoration.Denoising.Tiling;
using BirD.Restoration.Engine;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Denoising;

public sealed class TiledDenoiserTests
{
    [Theory]
    [InlineData(40, 30, 64)]
    [InlineData(100, 130, 64)]
    [InlineData(64, 300, 64)]
    [InlineData(7, 5, 64)]
    public void Evaluate_APointwisePrior_IsExactWhateverTheTiling(int height, int width, int maxSide)
    {
        // A prior that only copies can't have seams; what remains is the cutting and the blending.
        var x = OracleCase.Picture(height, width);
        var output = new TiledDenoiser(new Copy(sizeMultiple: 8, nativeSize: null), maxSide).Evaluate(new PriorRequest(x, 10), CancellationToken.None);
        Golden.MaxDifference(output.Data, x.Data).ShouldBeLessThan(1e-6f);
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(32, 90)]
    public void Evaluate_AFixedSizePrior_IsAskedOnlyForItsSize(int height, int width)
    {
        var x = OracleCase.Picture(height, width);
        var output = new TiledDenoiser(new Copy(sizeMultiple: 1, nativeSize: 32)).Evaluate(new PriorRequest(x, 10), CancellationToken.None);
        Golden.MaxDifference(output.Data, x.Data).ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void For_AlignedSizes_NeverRepeatsAnOrigin()
    {
        var prior = new Copy(8, 256).Info;
        TileGrid.For(256, 256, prior, 1024).Count.ShouldBe(1);
        var grid = TileGrid.For(600, 400, prior, 1024);
        grid.Rows.ShouldBeUnique();
        grid.Rows[^1].ShouldBe(600 - 256);
        grid.Columns[^1].ShouldBe(400 - 256);
    }

    [Fact]
    public void For_SuccessiveSteps_MovesTheInnerBordersAndStaysOnTheRaster()
    {
        var prior = new Copy(8, 256).Info;
        var grids = Enumerable.Range(0, 8).Select(step => TileGrid.For(1000, 1000, prior with { TileOverlap = 96 }, 1024, step)).ToList();
        grids.Select(grid => grid.Rows[1]).Distinct().Count().ShouldBeGreaterThan(3);
        foreach (var rows in grids.Select(grid => grid.Rows))
        {
            (rows[0], rows[^1]).ShouldBe((0, 1000 - 256));
            rows.Skip(1).Zip(rows, (next, row) => next - row).ShouldAllBe(distance => distance > 0 && distance < 256);
            rows.SkipLast(1).ShouldAllBe(row => row % 8 == 0);
        }
    }

    [Fact]
    public void Evaluate_WhenMemoryRunsOut_GoesOnWithSmallerTiles()
    {
        var x = OracleCase.Picture(600, 700);
        var tiles = new TiledDenoiser(new Copy(sizeMultiple: 8, nativeSize: null) { MostPixels = 400 * 400 });
        var output = tiles.Evaluate(new PriorRequest(x, 10), CancellationToken.None);
        Golden.MaxDifference(output.Data, x.Data).ShouldBeLessThan(1e-6f);
        tiles.TileSide.ShouldBe(350);
    }

    [Fact]
    public void Evaluate_WhenNotEvenTheSmallestTileFits_SaysSo()
    {
        var tiles = new TiledDenoiser(new Copy(sizeMultiple: 8, nativeSize: null) { MostPixels = 1000 });
        Should.Throw<EngineException>(() => tiles.Evaluate(new PriorRequest(OracleCase.Picture(600, 700), 10), CancellationToken.None))
            .OutOfMemory.ShouldBeTrue();
    }

    private sealed class Copy(int sizeMultiple, int? nativeSize) : IDenoiser
    {
        public DenoiserInfo Info { get; } = new()
        {
            Name = "copy", Sha256 = "", Prediction = PredictionType.X0, SizeMultiple = sizeMultiple, NativeSize = nativeSize, TileOverlap = 16,
        };

        /// <summary>Larger tiles find no memory.</summary>
        public int MostPixels { get; init; } = int.MaxValue;

        public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
        {
            if (batch.Height * batch.Width > MostPixels)
            {
                throw new EngineException("no memory", outOfMemory: true);
            }

            (batch.Height % Info.SizeMultiple).ShouldBe(0);
            (Info.NativeSize ?? batch.Height).ShouldBe(batch.Height);
            batch.X.CopyTo(batch.Output);
        }

        public void Dispose()
        {
            // Nothing to release.
        }
    }
}
