using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Sampling.Series;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Engine;

public sealed class AllocationTests
{
    /// <summary>One array of a picture of this size has 2.4 MB.</summary>
    private const int Side = 448;

    [Fact]
    public void Step_InTheSteadyState_AllocatesNoPictures()
    {
        // Other tests share the pool and empty it when they finish a picture: a step that was left alone counts. Of several
        // threads this one counts, on which all arrays of a step are asked for.
        using var prior = new NullDenoiser();
        var session = new SamplerSession(new RegionCase(OracleCase.Picture(Side, Side), 0.05, 40, prior.Info).Whole());
        var tiles = new TiledDenoiser(prior);
        var least = Enumerable.Range(0, 40).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step(session, tiles);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{least} bytes per step");
        least.ShouldBeLessThan(10_000);
    }

    private static void Step(SamplerSession session, TiledDenoiser tiles)
    {
        var answer = tiles.Evaluate(session.Prepare(), TestContext.Current.CancellationToken);
        session.Advance(answer);
        TensorPool.Return(answer);
    }
}
