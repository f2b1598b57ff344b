using BirD.Restoration.Diffusion;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Frequency;

/// <summary>The transform of real planes against that of complex ones.</summary>
public sealed class RealPlaneFftTests
{
    [Theory]
    [InlineData(2, 3)]
    [InlineData(30, 32)]
    [InlineData(32, 30)]
    [InlineData(45, 64)]
    [InlineData(75, 90)]
    [InlineData(64, 100)]
    public void Forward_KeptHalf_EqualsTheComplexTransform(int height, int width)
    {
        var (fft, planes) = (new RealPlaneFft(height, width), Random(height, width));
        var (re, im) = (new float[2 * fft.SpectrumLength], new float[2 * fft.SpectrumLength]);
        fft.Forward(2, (plane, y, from, values) => planes.Plane(plane).Slice((y * width) + from, values.Length).CopyTo(values), re, im);
        var occurrences = 0;
        for (var plane = 0; plane < 2; plane++)
        {
            var complex = new ComplexPlane(height, width);
            planes.Plane(plane).CopyTo(complex.Re);
            var expected = new PlaneFft(height, width).Forward(complex);
            for (var n = 0; n < fft.SpectrumLength; n++)
            {
                var (strip, x, lane) = (n / 16 / width, n / 16 % width, n % 16);
                occurrences += fft.Occurrences(strip, lane);
                if (fft.Occurrences(strip, lane) > 0)
                {
                    var v = (strip * 16) + lane;
                    re[(plane * fft.SpectrumLength) + n].ShouldBe(expected.Re[(x * height) + v], 1e-3f);
                    im[(plane * fft.SpectrumLength) + n].ShouldBe(expected.Im[(x * height) + v], 1e-3f);
                }
            }
        }

        occurrences.ShouldBe(2 * height * width, "the kept half stands for the whole");
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(30, 36)]
    [InlineData(75, 90)]
    [InlineData(64, 96)]
    public void Back_OfForward_IsTheIdentityTimesTheSize(int height, int width)
    {
        var (fft, planes, back) = (new RealPlaneFft(height, width), Random(height, width), new ImageTensor(2, height, width));
        var (re, im) = (new float[2 * fft.SpectrumLength], new float[2 * fft.SpectrumLength]);
        fft.Forward(2, (plane, y, from, values) => planes.Plane(plane).Slice((y * width) + from, values.Length).CopyTo(values), re, im, (_, _, _, _) => { });
        fft.Back(2, re, im, (plane, y, from, values) => values.CopyTo(back.Plane(plane)[((y * width) + from)..]));
        for (var n = 0; n < planes.Data.Length; n++)
        {
            (back.Data[n] / (height * width)).ShouldBe(planes.Data[n], 1e-5f);
        }
    }

    private static ImageTensor Random(int height, int width)
    {
        var planes = new ImageTensor(2, height, width);
        new PhiloxNoise(11).Fill(planes, NoiseUse.Start, 0);
        return planes;
    }
}
