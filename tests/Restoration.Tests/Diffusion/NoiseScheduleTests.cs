using System.Text.Json;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Diffusion;

public sealed class NoiseScheduleTests
{
    public static TheoryData<string, string> Chains => new()
    {
        { "linear_1000", "" },
        { "linear_1000_respaced_25", "25" },
        { "linear_1000_respaced_50", "50" },
        { "linear_1000_respaced_100", "100" },
        { "linear_1000_respaced_250", "250" },
        { "linear_1000_respaced_ddim25", "ddim25" },
        { "linear_1000_respaced_ddim50", "ddim50" },
    };

    [Theory, MemberData(nameof(Chains))]
    public void Tables_OfEveryRecordedChain_MatchTheReference(string name, string spec)
    {
        var chain = NoiseSchedule.Linear();
        if (spec.Length > 0)
        {
            chain = chain.Respace(TimestepRespacing.Parse(spec, 1000));
        }

        chain.Timesteps.ShouldBe(NpyFile.Golden("diffusion", $"{name}_timesteps.npy").AsInt32());
        var (rows, table) = Table(name);
        Check("betas", chain.Beta);
        Check("alphas_cumprod", chain.AlphaBar);
        Check("alphas_cumprod_prev", chain.AlphaBarPrevious);
        Check("posterior_variance", chain.PosteriorVariance);
        Check("posterior_log_variance_clipped", chain.PosteriorLogVarianceClipped);
        Check("posterior_mean_coef1", chain.PosteriorMeanX0);
        Check("posterior_mean_coef2", chain.PosteriorMeanXt);
        Check("log_betas", chain.LogBeta);

        void Check(string row, double[] values)
        {
            var expected = table.AsSpan(rows.IndexOf(row) * chain.Count, chain.Count);
            for (var i = 0; i < values.Length; i++)
            {
                values[i].ShouldBe(expected[i], Math.Max(1e-13, 1e-9 * Math.Abs(expected[i])), $"{row}[{i}]");
            }
        }
    }

    [Fact]
    public void Parse_Twenty_PicksTheDocumentedSteps() =>
        TimestepRespacing.Parse("20", 1000).ShouldBe(
            [0, 53, 105, 158, 210, 263, 315, 368, 421, 473, 526, 578, 631, 684, 736, 789, 841, 894, 946, 999]);

    [Theory]
    [InlineData("")]
    [InlineData("-3")]
    [InlineData("ddim")]
    [InlineData("ddim7000")]
    [InlineData("2000")]
    [InlineData("600,600")]
    public void Parse_Nonsense_SaysWhy(string spec) =>
        Should.Throw<ArgumentException>(() => TimestepRespacing.Parse(spec, 1000)).Message.ShouldNotBeEmpty();

    [Fact]
    public void Linear_OtherLengths_TakeGivenEndsAsTheyAre()
    {
        var chain = NoiseSchedule.Linear(500, 0.001, 0.03);

        chain.Beta[0].ShouldBe(0.001, 1e-12);
        chain.Beta[^1].ShouldBe(0.03, 1e-12);
        NoiseSchedule.Linear(500, 0.0002, 0.04).AlphaBar.ShouldBe(NoiseSchedule.Linear(500).AlphaBar);
    }

    [Fact]
    public void TimestepOf_AnyLevel_IsTheInverseOfTheChain()
    {
        var chain = NoiseSchedule.Linear();
        var levels = new NoiseLevel(chain);
        foreach (var t in (int[])[0, 1, 57, 400, 998, 999])
        {
            var sigma = Math.Sqrt((1 - chain.AlphaBar[t]) / chain.AlphaBar[t]) / 2;
            levels.TimestepOf(sigma).ShouldBe(t, 1e-6);
            NoiseLevel.AlphaBarOf(sigma).ShouldBe(chain.AlphaBar[t], 1e-12);
        }

        levels.TimestepOf(1e-9).ShouldBe(0);
        levels.TimestepOf(1e9).ShouldBe(999);
    }

    private static (List<string> Rows, double[] Table) Table(string name)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(NpyFile.GoldenPath("diffusion", "manifest.json")));
        var entry = manifest.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        return (
            [.. entry.GetProperty("rows").EnumerateArray().Select(r => r.GetString()!)],
            NpyFile.Golden("diffusion", $"{name}_tables_f64.npy").AsFloat64());
    }
}
