using System.Reflection;
using BirD.Restoration.Degradations;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations;

/// <summary>What <see cref="IDataStep"/> promises, held against every step there is.</summary>
public sealed class DataStepConformance
{
    /// <summary>Single precision over some thousand values.</summary>
    private const double Rounding = 1e-4;

    public static TheoryData<string> Steps => [.. StepCase.All.Keys];

    /// <summary>Any picture within a JPEG's cells is as good as any other: none is perfect.</summary>
    public static TheoryData<string> WithPerfectPicture => [.. Those(step => step.HasPerfect)];

    public static TheoryData<string, double> Minimisers => [.. Weighed(step => step.Misfit is not null)];

    public static TheoryData<string, double> Exact => [.. Weighed(step => step.IsExact)];

    public static TheoryData<string> OnADevice => [.. Those(step => step.Open().Resident is not null)];

    [Fact]
    public void EveryStep_IsACase()
    {
        var tried = StepCase.All.Values.Select(open => open().Open().GetType()).ToHashSet();

        typeof(IDataStep).Assembly.GetTypes().Where(type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(IDataStep)))
            .Except(tried).ShouldBeEmpty("A data step is in no case: add it to StepCase.All.");
    }

    [Fact]
    public void NoStep_HasAFieldThatChanges() => typeof(IDataStep).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IDataStep)))
        .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        .Where(field => !field.IsInitOnly && !field.Name.StartsWith('<')).Select(field => $"{field.DeclaringType!.Name}.{field.Name}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(WithPerfectPicture))]
    public void ResidualOf_ThePerfectPicture_IsNothing(string name)
    {
        var step = StepCase.All[name]();

        step.Open().ResidualOf(step.Truth).Data.Max(Math.Abs).ShouldBeLessThan((float)Rounding);
    }

    [Theory]
    [MemberData(nameof(Minimisers))]
    public void Correct_NeverRaisesTheObjective(string name, double alpha)
    {
        var step = StepCase.All[name]();
        var z = Guess(step.Truth);
        var opened = step.Open();

        var x = opened.Correct(z, opened.ResidualOf(z), alpha);

        Objective(step, opened, x, z, alpha).ShouldBeLessThan(Objective(step, opened, z, z, alpha));
    }

    [Theory]
    [MemberData(nameof(Exact))]
    public void Correct_OfAnExactStep_IsWhereTheObjectiveIsFlat(string name, double alpha)
    {
        var step = StepCase.All[name]();
        var z = Guess(step.Truth);
        var opened = step.Open();
        var x = opened.Correct(z, opened.ResidualOf(z), alpha);
        var (least, at) = (Objective(step, opened, x, z, alpha), Objective(step, opened, z, z, alpha));

        foreach (var seed in Enumerable.Range(1, 3))
        {
            var (forth, back) = (Moved(x, seed, 0.05f), Moved(x, seed, -0.05f));
            var (up, down) = (Objective(step, opened, forth, z, alpha), Objective(step, opened, back, z, alpha));

            // Flat: both ways cost the same, against what the same way costs where the step began.
            Math.Abs(up - down).ShouldBeLessThan((0.02 * (up + down - (2 * least))) + (Rounding * at));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void FusedLevel_AsTheLevelsFall_FallsAndIsNeverAboveTheLevel(string name)
    {
        const double noise = 4.0 / 255;
        var step = StepCase.All[name]().Open();

        double[] told = [.. new[] { 49.0, 30, 20, 10, 5, 4 }.Select(level => level / 255).Select(level => step.FusedLevel(noise, level, noise * noise / (level * level)) / level)];
        double[] absolute = [.. new[] { 49.0, 30, 20, 10, 5, 4 }.Select((level, n) => told[n] * level / 255)];

        told.ShouldAllBe(share => share > 0 && share < 1 + Rounding);
        absolute.Zip(absolute.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First + Rounding);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Calls_InAnyOrder_GiveTheSameBitsAndLeaveTheirArgumentsAlone(string name)
    {
        var step = StepCase.All[name]();
        var (z, other) = (Guess(step.Truth), Moved(step.Truth, 9, 0.2f));
        var (before, first) = (z.Clone(), step.Open());
        var residual = first.ResidualOf(z);
        var kept = residual.Clone();
        var corrected = first.Correct(z, residual, 0.3);
        var told = first.FusedLevel(0.02, 0.1, 0.3);
        var late = step.Open();

        late.FusedLevel(0.02, 0.1, 0.3).ShouldBe(told);
        late.Correct(z, residual, 0.3).Data.ShouldBe(corrected.Data);
        late.ResidualOf(other);
        late.Correct(z, residual, 0.3).Data.ShouldBe(corrected.Data);
        late.ResidualOf(z).Data.ShouldBe(kept.Data);

        z.Data.ShouldBe(before.Data);
        residual.Data.ShouldBe(kept.Data);
        new[] { residual, corrected }.ShouldAllBe(result => !ReferenceEquals(result, z) && !ReferenceEquals(result.Data, z.Data));
        ReferenceEquals(corrected.Data, residual.Data).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(OnADevice))]
    public void Resident_TellsADeviceOfTheSameDegradation(string name)
    {
        var step = StepCase.All[name]();
        var opened = step.Open();
        var z = Guess(step.Truth);
        var (y, kernel, known) = opened.Resident!;

        var degraded = kernel is null ? z : new FrequencyFilter(z.Height, z.Width, kernel).Apply(z);
        var left = new ImageTensor(z.Channels, z.Height, z.Width, [.. y.Data.Zip(degraded.Data, (seen, made) => seen - made)]);
        known?.ZeroMissing(left);

        opened.ResidualOf(z).Data.Zip(left.Data, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan((float)Rounding);
    }

    private static IEnumerable<string> Those(Func<StepCase, bool> fits) => StepCase.All.Where(one => fits(one.Value())).Select(one => one.Key);

    private static IEnumerable<(string Name, double Alpha)> Weighed(Func<StepCase, bool> fits) =>
        Those(fits).SelectMany(name => new[] { 0.01, 0.3, 5 }.Select(alpha => (name, alpha)));

    private static double Objective(StepCase step, IDataStep opened, ImageTensor x, ImageTensor z, double alpha) =>
        step.Misfit!(opened.ResidualOf(x)) + (step.Penalty(alpha) * x.Data.Zip(z.Data, (a, b) => (double)(a - b) * (a - b)).Sum());

    /// <summary>The truth with an error all over.</summary>
    private static ImageTensor Guess(ImageTensor truth)
    {
        var random = new Random(3);
        return new(truth.Channels, truth.Height, truth.Width, [.. truth.Data.Select(value => value + (0.2f * (random.NextSingle() - 0.5f)))]);
    }

    /// <summary>Some way in a random direction, well inside: what lies beyond the frame is a matter of convention.</summary>
    private static ImageTensor Moved(ImageTensor from, int seed, float way)
    {
        var (random, moved) = (new Random(seed), from.Clone());
        for (var n = 0; n < moved.Data.Length; n++)
        {
            var (row, column) = (n / from.Width % from.Height, n % from.Width);
            var change = way * (random.NextSingle() - 0.5f);
            moved.Data[n] += row >= 8 && row < from.Height - 8 && column >= 8 && column < from.Width - 8 ? change : 0;
        }

        return moved;
    }
}
