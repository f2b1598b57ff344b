using BirD.Restoration.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace BirD.Restoration.Degradations.Downscale;

/// <summary>Learns the profile before a decimation: least squares of the low picture on the high estimate, one axis after the other.</summary>
/// <remarks>A fit that explains the picture no better, or that no filter could be, is not taken: a flat picture teaches nothing.</remarks>
internal static class ReductionFit
{
    /// <summary>Weight of the present profile, as a share of the estimate's energy: holds what the picture can't tell.</summary>
    private const double Inertia = 0.05;

    /// <summary>Sum of the taps' sizes: 1.3 for the sharpest common filter. What rings more was fitted to something else.</summary>
    private const float MostRinging = 1.8f;

    /// <param name="profile">The profile so far.</param>
    /// <param name="high">Clean estimate, [0,1].</param>
    /// <param name="low">Observation, [0,1].</param>
    /// <param name="scale">s.</param>
    public static float[] Improve(float[] profile, ImageTensor high, ImageTensor low, int scale)
    {
        var (across, down) = (Solve(profile, high, low, scale), Solve(profile, Transpose(high), Transpose(low), scale));
        var mirrored = MirrorOf(profile.Length, scale);
        var fitted = new double[profile.Length];
        for (var n = 0; n < fitted.Length; n++)
        {
            var m = mirrored(n);
            fitted[n] = m is null ? (across[n] + down[n]) / 2 : (across[n] + down[n] + across[m.Value] + down[m.Value]) / 4;
        }

        var sum = fitted.Sum();
        var candidate = fitted.Select(t => (float)(t / sum)).ToArray();
        return sum > 0.5 && candidate.Sum(Math.Abs) <= MostRinging && Misfit(candidate, high, low, scale) < Misfit(profile, high, low, scale)
            ? candidate
            : profile;
    }

    /// <summary>Sum of squares of what the profile leaves unexplained.</summary>
    private static double Misfit(float[] profile, ImageTensor high, ImageTensor low, int scale)
    {
        var predicted = new SeparableDecimation(scale, profile).Apply(high).Data;
        var sum = 0.0;
        for (var n = 0; n < predicted.Length; n++)
        {
            sum += ((double)predicted[n] - low.Data[n]) * (predicted[n] - low.Data[n]);
        }

        return sum;
    }

    /// <summary>A reduction favours no direction, so the profile is symmetric about its centre.</summary>
    private static Func<int, int?> MirrorOf(int length, int scale) => n =>
    {
        var m = (int)Math.Round((2 * ((length / 2) + ReductionProfile.Centre(scale))) - n);
        return m >= 0 && m < length ? m : null;
    };

    /// <summary>Rows are filtered with the profile so far; the taps along columns are the unknowns.</summary>
    private static Vector<double> Solve(float[] profile, ImageTensor high, ImageTensor low, int scale)
    {
        var rows = new SeparableDecimation(scale, profile).FewerRows(high);
        var size = profile.Length;
        var (normal, right) = (new double[size * size], new double[size]);
        var windows = new double[size];
        for (var row = 0; row < rows.Channels * rows.Height; row++)
        {
            var source = rows.Data.AsSpan(row * rows.Width, rows.Width);
            for (var x = size; x < low.Width - size; x++)
            {
                for (var tap = 0; tap < size; tap++)
                {
                    windows[tap] = source[SeparableDecimation.Source(x, tap, scale, size)];
                }

                double target = low.Data[(row * low.Width) + x];
                for (var i = 0; i < size; i++)
                {
                    right[i] += windows[i] * target;
                    for (var j = 0; j <= i; j++)
                    {
                        normal[(i * size) + j] += windows[i] * windows[j];
                    }
                }
            }
        }

        return Regularised(normal, right, profile);
    }

    private static Vector<double> Regularised(double[] normal, double[] right, float[] profile)
    {
        var size = profile.Length;
        var ridge = 1e-9 + (Inertia * Enumerable.Range(0, size).Average(i => normal[(i * size) + i]));
        var matrix = Matrix<double>.Build.Dense(size, size, (i, j) => normal[(Math.Max(i, j) * size) + Math.Min(i, j)] + (i == j ? ridge : 0));
        return matrix.Cholesky().Solve(Vector<double>.Build.Dense(size, i => right[i] + (ridge * profile[i])));
    }

    private static ImageTensor Transpose(ImageTensor picture)
    {
        var turned = new ImageTensor(picture.Channels, picture.Width, picture.Height);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            var (c, y, x) = (n / picture.PlaneLength, n / picture.Width % picture.Height, n % picture.Width);
            turned.Data[(((c * picture.Width) + x) * picture.Height) + y] = picture.Data[n];
        }

        return turned;
    }
}
