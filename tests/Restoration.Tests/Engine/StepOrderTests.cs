using BirD.Restoration.Engine;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Engine;

public sealed class StepOrderTests
{
    private readonly StepOrder order = new();
    private readonly Segment huge = Make(64, steps: 8, turn: 1);
    private readonly Segment small = Make(16, steps: 4, turn: 2);

    [Fact]
    public void Next_SmallBehindHuge_GetsTheTimeOfOneOfItsSteps()
    {
        // A step of the huge one takes 16 s, one of the small one 6 s: three of these make up for it.
        Turns([huge, small], segment => segment == huge ? 16 : 6, 8).ShouldBe([huge, small, small, small, huge, small, small, small]);
    }

    [Fact]
    public void Next_AsLargeAsTheOldest_WaitsForItsEnd()
    {
        var alike = Make(64, steps: 8, turn: 3);
        Turns([alike, huge], _ => 1, 4).ShouldAllBe(next => next == huge);
    }

    [Fact]
    public void Next_StepsThatTakeNoTime_GoesByAge() => Turns([small, huge], _ => 0, 3).ShouldAllBe(next => next == huge);

    [Fact]
    public void Next_Nobody_IsNobody() => order.Next([]).ShouldBe((null, false));

    private List<Segment> Turns(List<Segment> running, Func<Segment, double> seconds, int count)
    {
        var turns = new List<Segment>();
        for (var n = 0; n < count; n++)
        {
            var (next, overtakes) = order.Next(running);
            turns.Add(next!);
            order.OnStep(TimeSpan.FromSeconds(seconds(next!)), overtakes);
        }

        return turns;
    }

    private static Segment Make(int side, int steps, long turn)
    {
        var session = new SamplerSession(OracleCase.Sampler(SamplerProfile.Robust, OracleCase.Picture(side, side), steps)) { Turn = turn };
        return new Segment(session, SegmentLimit.None, CancellationToken.None);
    }
}
