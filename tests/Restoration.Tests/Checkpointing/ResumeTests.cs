using BirD.Restoration.Checkpointing;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Checkpointing;

public sealed class ResumeTests
{
    private static readonly CheckpointIdentity Identity = new("input", "settings", 12);

    [Theory]
    [InlineData(SamplerProfile.Robust, 1)]
    [InlineData(SamplerProfile.Robust, 7)]
    [InlineData(SamplerProfile.Paper, 1)]
    [InlineData(SamplerProfile.Paper, 6)]
    [InlineData(SamplerProfile.Released, 1)]
    [InlineData(SamplerProfile.Released, 11)]
    public void Read_AfterAnyStep_ContinuesBitForBit(SamplerProfile profile, int interruptedAfter)
    {
        // The list of what a checkpoint must hold is complete exactly when nothing differs in the end.
        using var prior = OracleCase.Prior();
        var y = OracleCase.Picture();
        var whole = new SamplerSession(OracleCase.Sampler(profile, y, 12));
        OracleCase.Run(whole, prior);

        var first = new SamplerSession(OracleCase.Sampler(profile, y, 12));
        OracleCase.Run(first, prior, interruptedAfter);
        var bytes = CheckpointCodec.Write(first.State, first.StepIndex, Identity);
        var (state, step) = CheckpointCodec.Read(bytes, Identity);
        var resumed = new SamplerSession(OracleCase.Sampler(profile, y, 12), state, step);
        OracleCase.Run(resumed, prior);

        resumed.Sampler.Result(resumed.State).Data.ShouldBe(whole.Sampler.Result(whole.State).Data);
        resumed.State.ScaleHistory.ShouldBe(whole.State.ScaleHistory);
        resumed.State.LossHistory.ShouldBe(whole.State.LossHistory);
        resumed.State.Kernel.Weights.ShouldBe(whole.State.Kernel.Weights);
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        var bytes = Sample();
        for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 97))
        {
            Should.Throw<CheckpointException>(() => CheckpointCodec.Read(bytes.AsSpan(0, length), Identity));
        }
    }

    [Fact]
    public void Read_OneFlippedBitInATensor_IsRefused()
    {
        var bytes = Sample();
        bytes[^100] ^= 1;
        Should.Throw<CheckpointException>(() => CheckpointCodec.Read(bytes, Identity)).Message.ShouldContain("damaged");
    }

    [Theory]
    [InlineData("other", "settings", 12, "input_sha256")]
    [InlineData("input", "other", 12, "settings_hash")]
    [InlineData("input", "settings", 13, "steps")]
    public void Read_OfAnotherRun_IsRefusedByName(string input, string settings, int steps, string named) =>
        Should.Throw<CheckpointException>(() => CheckpointCodec.Read(Sample(), new(input, settings, steps)))
            .Message.ShouldContain(named);

    private static byte[] Sample()
    {
        var session = new SamplerSession(OracleCase.Sampler(SamplerProfile.Robust, OracleCase.Picture(), 12));
        return CheckpointCodec.Write(session.State, session.StepIndex, Identity);
    }
}
