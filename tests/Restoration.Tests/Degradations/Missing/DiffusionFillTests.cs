using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Missing;

public sealed class DiffusionFillTests
{
    [Fact]
    public void Fill_Ramp_IsContinuedThroughTheHole()
    {
        var ramp = new ImageTensor(1, 16, 24);
        for (var n = 0; n < ramp.Data.Length; n++)
        {
            ramp.Data[n] = (0.02f * (n % 24)) + (0.01f * (n / 24));
        }

        var known = Holes.Box(16, 24, 6, 9, 10, 14);
        var damaged = Holes.Blacken(ramp, known);

        Golden.MaxDifference(DiffusionFill.Fill(damaged, known).Data, ramp.Data).ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Fill_KnownPixels_AreUntouchedAndMissingOnesStayWithinTheirRange()
    {
        var picture = OracleCase.Picture();
        var known = Holes.Random(picture.Height, picture.Width, 0.4, seed: 1);

        var filled = DiffusionFill.Fill(Holes.Blacken(picture, known), known);

        for (var n = 0; n < picture.Data.Length; n++)
        {
            if (known.IsKnown(n % picture.PlaneLength))
            {
                filled.Data[n].ShouldBe(picture.Data[n]);
            }
        }

        // The maximum principle of harmonic functions.
        filled.Data.Min().ShouldBeGreaterThanOrEqualTo(picture.Data.Min());
        filled.Data.Max().ShouldBeLessThanOrEqualTo(picture.Data.Max());
    }

    [Fact]
    public void Fill_NothingKnown_IsGreyAndFinite()
    {
        var known = new KnownPixels(4, 5, new float[20]);
        DiffusionFill.Fill(new ImageTensor(3, 4, 5), known).Data.ShouldAllBe(v => v == 0.5f);
    }
}
