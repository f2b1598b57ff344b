using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling;

public sealed class SamplerPropertyTests
{
    public static TheoryData<SamplerProfile, string> Extremes
    {
        get
        {
            var data = new TheoryData<SamplerProfile, string>();
            foreach (var profile in (SamplerProfile[])[SamplerProfile.Robust, SamplerProfile.Paper])
            {
                foreach (var picture in (string[])["black", "white", "grey", "checker"])
                {
                    data.Add(profile, picture);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Extremes))]
    public void Run_ExtremeObservations_StaysFiniteAndBounded(SamplerProfile profile, string kind)
    {
        using var prior = OracleCase.Prior();
        var y = new ImageTensor(3, 32, 32);
        for (var n = 0; n < y.Data.Length; n++)
        {
            y.Data[n] = kind switch { "black" => 0, "white" => 1, "grey" => 0.5f, _ => ((n / 32) + n) % 2 };
        }

        var session = new SamplerSession(OracleCase.Sampler(profile, y, 20));
        OracleCase.Run(session, prior);
        session.Sampler.Result(session.State).Data.ShouldAllBe(v => v >= 0 && v <= 1);
        session.State.ScaleHistory.ShouldAllBe(s => double.IsFinite(s) && Math.Abs(s) <= 393_216);
        session.State.NonFiniteScales.ShouldBe(0);
        double.IsFinite(session.Sampler.Residual(session.State)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(SamplerProfile.Robust)]
    [InlineData(SamplerProfile.Paper)]
    public void Run_Guided_ExplainsTheObservationBetterThanUnguided(SamplerProfile profile)
    {
        using var prior = OracleCase.Prior();
        var y = OracleCase.Picture();
        var guided = new SamplerSession(OracleCase.Sampler(profile, y, 50));
        var unguided = new SamplerSession(OracleCase.Sampler(profile, y, 50, guidance: GuidanceMode.Off));
        OracleCase.Run(guided, prior);
        OracleCase.Run(unguided, prior);
        guided.Sampler.Residual(guided.State).ShouldBeLessThan(unguided.Sampler.Residual(unguided.State));
    }

    [Theory]
    [InlineData(SamplerProfile.Robust)]
    [InlineData(SamplerProfile.Paper)]
    [InlineData(SamplerProfile.Released)]
    public void Run_SameSeed_IsTheSamePictureAndOtherSeedsAreNot(SamplerProfile profile)
    {
        using var prior = OracleCase.Prior();
        float[] Restore(ulong seed)
        {
            var session = new SamplerSession(OracleCase.Sampler(profile, OracleCase.Picture(), 8, seed));
            OracleCase.Run(session, prior);
            return session.Sampler.Result(session.State).Data;
        }

        Restore(1).ShouldBe(Restore(1));
        Restore(1).ShouldNotBe(Restore(2));
    }
}
