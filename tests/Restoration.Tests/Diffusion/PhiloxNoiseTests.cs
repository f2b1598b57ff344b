using System.Runtime.Intrinsics;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Diffusion;

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
    public void Next_EightAtOnce_AreWhatEachIsAlone()
    {
        var lanes = Vector512<ulong>.Indices;
        var (c0, c1, c2, c3) = (lanes + Vector512.Create(4294967280ul), lanes * 77777777ul, Vector512.Create(5ul), Vector512.Create(1ul));
        var many = Philox4x32.Next(c0, c1, c2, c3, 0x123456789ABCDEF0);
        for (var lane = 0; lane < 8; lane++)
        {
            Philox4x32.Next((uint)c0[lane], (uint)c1[lane], 5, 1, 0x123456789ABCDEF0)
                .ShouldBe(((uint)many.R0[lane], (uint)many.R1[lane], (uint)many.R2[lane], (uint)many.R3[lane]));
        }
    }

    [Fact]
    public void Fill_Values_AreBoxMullersOfTheGeneratorsNumbers()
    {
        var tensor = new ImageTensor(3, 2, 21);
        new PhiloxNoise(9, top: 100, left: 50).Fill(tensor, NoiseUse.Step, 4);
        for (var n = 0; n < tensor.PlaneLength; n++)
        {
            var (r0, r1, r2, r3) = Philox4x32.Next((uint)(50 + (n % 21)), (uint)(100 + (n / 21)), 4, (uint)NoiseUse.Step, 9);
            var (a, b) = (Math.Sqrt(-2 * Math.Log((r0 + 0.5) / 4294967296)), 2 * Math.PI * (r1 + 0.5) / 4294967296);
            ((double)tensor.Plane(0)[n]).ShouldBe(a * Math.Cos(b), 1e-6);
            ((double)tensor.Plane(1)[n]).ShouldBe(a * Math.Sin(b), 1e-6);
            ((double)tensor.Plane(2)[n]).ShouldBe(Math.Sqrt(-2 * Math.Log((r2 + 0.5) / 4294967296)) * Math.Cos(2 * Math.PI * (r3 + 0.5) / 4294967296), 1e-6);
        }
    }

    [Fact]
    public void Fill_PartOfAPicture_HasTheWholesNoise()
    {
        var (whole, part) = (new ImageTensor(3, 20, 40), new ImageTensor(3, 9, 13));
        new PhiloxNoise(9).Fill(whole, NoiseUse.Step, 4);
        new PhiloxNoise(9, top: 6, left: 11).Fill(part, NoiseUse.Step, 4);
        for (var y = 0; y < 9; y++)
        {
            part.Plane(1).Slice(y * 13, 13).ToArray().ShouldBe(whole.Plane(1).Slice(((6 + y) * 40) + 11, 13).ToArray());
        }
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
