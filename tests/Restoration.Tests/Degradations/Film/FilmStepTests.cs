using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Film;

public sealed class FilmStepTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(3)]
    public void Correct_IsTheLeastOfItsObjective(double alpha)
    {
        var random = new Random(5);
        var (y, z) = (Picture(random), Picture(random));
        float[] power = [1, 2, 3, 4, 5, 1];
        var fused = new FusedFrame(y, power, 5, 1);
        var step = new FilmStep(fused);

        var x = step.Correct(z, step.ResidualOf(z), alpha);

        for (var n = 0; n < x.Data.Length; n++)
        {
            var m = power[n % 6] / fused.MeanPower;
            double Objective(double value) => (m * (y.Data[n] - value) * (y.Data[n] - value)) + (alpha * (value - z.Data[n]) * (value - z.Data[n]));
            const double h = 1e-4;
            ((Objective(x.Data[n] + h) - Objective(x.Data[n] - h)) / (2 * h)).ShouldBe(0, 1e-5);
        }
    }

    private static ImageTensor Picture(Random random) => new(3, 2, 3, [.. Enumerable.Range(0, 18).Select(_ => random.NextSingle())]);
}
