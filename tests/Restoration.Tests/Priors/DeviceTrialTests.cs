using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Restoration.Tests.Priors;

public sealed class DeviceTrialTests
{
    private static readonly float[] Expected = [.. Enumerable.Range(0, 3000).Select(n => MathF.Sin(0.37f * n))];

    [Fact]
    public void Run_ZerosFromTheDevice_IsRefused() =>
        Should.Throw<WrongAnswerException>(() => DeviceTrial.Run(() => new float[Expected.Length], () => Expected)).Message.ShouldContain("100 %");

    [Fact]
    public void Run_TheAnswerToAnotherPicture_IsRefused() =>
        Should.Throw<WrongAnswerException>(() => DeviceTrial.Run(() => [.. Expected.Reverse()], () => Expected));

    /// <summary>Ten bits of mantissa, as TF32 and float16 have them.</summary>
    [Fact]
    public void Run_ARoundedAnswer_IsTrusted() =>
        DeviceTrial.Run(() => [.. Expected.Select(value => (float)(Half)value)], () => Expected).ShouldBeInRange(1e-6, 1e-3);

    [Fact]
    public void Run_AnAnswerThatIsNotFinite_IsTheDevicesFault_IfTheCpuHasOne() =>
        Should.Throw<WrongAnswerException>(() => DeviceTrial.Run(() => throw new PriorException("not finite"), () => Expected)).Message.ShouldContain("not finite");

    [Fact]
    public void Run_APriorThatTheCpuCannotUseEither_IsThePriorsFault() =>
        Should.Throw<PriorException>(() => DeviceTrial.Run(() => throw new PriorException("there"), () => throw new PriorException("here"))).Message.ShouldBe("here");
}
