using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling.Borders;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling.Borders;

public sealed class BorderTests
{
    [Fact]
    public void Extend_ThenCut_GivesThePictureBack_AndItsSidesMeet()
    {
        var picture = OracleCase.Picture(30, 44);
        var frame = BorderFrame.For(picture, KernelShapes.Gaussian(1, 9, 1.5));

        var framed = frame.Extend(picture);

        frame.Margin.ShouldBe(8);
        frame.Fits(framed).ShouldBeTrue();
        frame.Cut(framed).Data.ShouldBe(picture.Data);
        for (var y = 0; y < framed.Height; y++)
        {
            framed.Data[(y * framed.Width) + framed.Width - 1].ShouldBe(framed.Data[y * framed.Width], 0.1f);
        }
    }

    [Fact]
    public void Margin_OfNoBlur_IsNone()
    {
        var picture = OracleCase.Picture(30, 44);
        BorderFrame.For(picture, KernelShapes.Delta(1, 19)).Margin.ShouldBe(0);
    }
}
