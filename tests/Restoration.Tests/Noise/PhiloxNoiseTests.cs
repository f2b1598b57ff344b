using BirD.Restoration.Noise;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Noise;

public sealed class PhiloxNoiseTests
{
    [Fact]
    public void Next_KnownCounters_GiveThePublishedAnswers()
    {
        // Known-answer vectors of Random123 for philox4x32-10.
        Philox4x32.Next(0, 0, 0, 0, 0).ShouldBe((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u));
        Philox4x32.Next(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, ulong.MaxValue)
            .ShouldBe((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu));
    }

    [Fact]
    public void Fill_LargerPicture_KeepsTheValuesOfTheSmallerOne()
    {
        var (small, large) = (new ImageTensor(3, 5, 7), new ImageTensor(3, 30, 20));
        var noise = new PhiloxNoise(9);
        noise.Fill(small, NoiseUse.Step, 4);
        noise.Fill(large, NoiseUse.Step, 4);
        for (var y = 0; y < 5; y++)
        {
            large.Plane(2).Slice(y * 20, 7).ToArray().ShouldBe(small.Plane(2).Slice(y * 7, 7).ToArray());
        }
    }

    [Fact]
    public void Fill_OtherSeedUseOrStep_IsOtherNoise()
    {
        var reference = Draw(1, NoiseUse.Step, 0);
        Draw(1, NoiseUse.Step, 0).ShouldBe(reference);
        Draw(2, NoiseUse.Step, 0).ShouldNotBe(reference);
        Draw(1, NoiseUse.Start, 0).ShouldNotBe(reference);
        Draw(1, NoiseUse.Step, 1).ShouldNotBe(reference);
    }

    [Fact]
    public void Fill_ManyValues_AreStandardNormal()
    {
        var tensor = new ImageTensor(3, 256, 256);
        new PhiloxNoise(5).Fill(tensor, NoiseUse.Step, 0);
        double n = tensor.Data.Length;
        tensor.Data.Average(v => (double)v).ShouldBe(0, 4 / Math.Sqrt(n));
        tensor.Data.Average(v => (double)v * v).ShouldBe(1, 4 * Math.Sqrt(2 / n));
        tensor.Data.Average(v => Math.Pow(v, 4)).ShouldBe(3, 4 * Math.Sqrt(96 / n));
        tensor.Data.Zip(tensor.Data.Skip(1), (a, b) => (double)a * b).Average().ShouldBe(0, 4 / Math.Sqrt(n));
    }

    private static float[] Draw(ulong seed, NoiseUse use, int step)
    {
        var tensor = new ImageTensor(3, 4, 4);
        new PhiloxNoise(seed).Fill(tensor, use, step);
        return tensor.Data;
    }
}
