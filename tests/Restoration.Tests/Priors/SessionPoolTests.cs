using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Tests.Priors;

public sealed class SessionPoolTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SessionPool pool;
    private int opened = 1;

    public SessionPoolTests()
    {
        var file = new ContractModel().Write(folder.Path);
        pool = new SessionPool(new InferenceSession(file), () =>
        {
            opened++;
            return new InferenceSession(file);
        }, most: 3);
    }

    public void Dispose()
    {
        pool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Of_ShapesThatTakeTurns_FindTheirPlans()
    {
        var first = pool.Of((1, 8, 8)).Session;
        var second = pool.Of((4, 8, 8)).Session;
        for (var n = 0; n < 10; n++)
        {
            pool.Of((1, 8, 8)).ShouldBe((first, false));
            pool.Of((4, 8, 8)).ShouldBe((second, false));
        }

        (pool.Plans, opened).ShouldBe((2, 2));
    }

    [Fact]
    public void Of_MoreShapesThanSessions_ReplacesTheOneLongestUnused()
    {
        var first = pool.Of((1, 8, 8)).Session;
        pool.Of((2, 8, 8));
        pool.Of((3, 8, 8));

        pool.Of((4, 8, 8)).ShouldBe((first, true));

        (pool.Plans, opened).ShouldBe((4, 3));
        pool.Of((2, 8, 8)).IsChanged.ShouldBeFalse();
        pool.Of((1, 8, 8)).IsChanged.ShouldBeTrue();
    }

    [Fact]
    public void Shrink_KeepsTheOneInUse()
    {
        pool.Of((1, 8, 8));
        var (latest, _) = pool.Of((2, 8, 8));

        pool.Shrink().ShouldBeTrue();

        pool.Of((2, 8, 8)).Session.ShouldBeSameAs(latest);
        pool.Shrink().ShouldBeFalse();
    }
}
