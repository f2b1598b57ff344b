using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Engine.Tiling;

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

    [Fact]
    public void Evaluate_PicturesOfOneShape_ShareEvaluationsAndGetTheirOwnAnswers()
    {
        using var prior = OracleCase.Prior();
        var counting = new Copy(sizeMultiple: 1, nativeSize: null) { Inner = prior };
        var tiles = new TiledDenoiser(counting, batchPixels: 3 * 20 * 16);
        PriorRequest[] requests = [.. Enumerable.Range(0, 7).Select(i => new PriorRequest(OracleCase.Picture(20, 16 + (i / 5)), 100 * i))];

        var together = tiles.Evaluate(requests, CancellationToken.None);

        counting.Counts.ShouldBe([3, 2, 2]);
        foreach (var (request, answer) in requests.Zip(together))
        {
            answer.Data.ShouldBe(new TiledDenoiser(prior).Evaluate(request, CancellationToken.None).Data);
        }
    }

    [Fact]
    public void Evaluate_TilesOfOnePicture_ShareEvaluations()
    {
        var prior = new Copy(sizeMultiple: 1, nativeSize: 32);
        var x = OracleCase.Picture(32, 90);
        var output = new TiledDenoiser(prior, batchPixels: 3 * 32 * 32).Evaluate(new PriorRequest(x, 10), CancellationToken.None);
        prior.Counts.ShouldBe([3, 2]);
        Golden.MaxDifference(output.Data, x.Data).ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void Evaluate_WhenABatchFindsNoMemory_HalvesItForGood()
    {
        var prior = new Copy(sizeMultiple: 1, nativeSize: null) { MostPictures = 3 };
        var tiles = new TiledDenoiser(prior);
        PriorRequest[] requests = [.. Enumerable.Range(0, 8).Select(i => new PriorRequest(OracleCase.Picture(16, 16), i))];

        tiles.Evaluate(requests, CancellationToken.None).Length.ShouldBe(8);
        tiles.Evaluate(requests, CancellationToken.None).Length.ShouldBe(8);

        prior.Counts.ShouldBe([8, 4, 2, 2, 2, 2, 2, 2, 2, 2]);
        tiles.TileSide.ShouldBe(TiledDenoiser.StandardSide);
    }

    private sealed class Copy(int sizeMultiple, int? nativeSize) : IDenoiser
    {
        public DenoiserInfo Info { get; } = new()
        {
            Name = "copy", Sha256 = "", Prediction = PredictionType.X0, SizeMultiple = sizeMultiple, NativeSize = nativeSize, TileOverlap = 16,
        };

        /// <summary>Larger tiles find no memory.</summary>
        public int MostPixels { get; init; } = int.MaxValue;

        /// <summary>Larger batches find no memory.</summary>
        public int MostPictures { get; init; } = int.MaxValue;

        /// <summary>Answers instead of copying.</summary>
        public IDenoiser? Inner { get; init; }

        /// <summary>Pictures of each evaluation, failed ones too.</summary>
        public List<int> Counts { get; } = [];

        public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
        {
            Counts.Add(batch.Count);
            if (batch.Height * batch.Width > MostPixels || batch.Count > MostPictures)
            {
                throw new EngineException("no memory", outOfMemory: true);
            }

            (batch.Height % Info.SizeMultiple).ShouldBe(0);
            (Info.NativeSize ?? batch.Height).ShouldBe(batch.Height);
            batch.X.CopyTo(batch.Output);
            Inner?.Evaluate(batch, cancellationToken);
        }

        public void Dispose()
        {
            // Nothing to release.
        }
    }
}
