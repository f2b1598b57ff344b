using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Missing;

public sealed class MaskedStepTests
{
    [Fact]
    public void Correct_AnyPoint_MinimisesTheProximalObjective()
    {
        var y = OracleCase.Picture(8, 10);
        var known = Holes.Random(8, 10, 0.3, seed: 2);
        var z = new ImageTensor(3, 8, 10);
        z.Data.AsSpan().Fill(0.4f);
        const double alpha = 0.7;
        var step = new MaskedStep(y, known);

        var x = step.Correct(z, step.ResidualOf(z), alpha);

        var random = new Random(3);
        for (var n = 0; n < x.Data.Length; n++)
        {
            var delta = (float)(0.02 * (random.NextDouble() - 0.5));
            var (best, other) = (Objective(x), 0.0);
            x.Data[n] += delta;
            other = Objective(x);
            x.Data[n] -= delta;
            other.ShouldBeGreaterThanOrEqualTo(best - 1e-6);
        }

        double Objective(ImageTensor at)
        {
            var sum = 0.0;
            for (var n = 0; n < at.Data.Length; n++)
            {
                var (r, d) = (y.Data[n] - at.Data[n], at.Data[n] - z.Data[n]);
                sum += (known.IsKnown(n % at.PlaneLength) ? (double)r * r : 0) + (alpha * d * d);
            }

            return sum;
        }
    }
}
