using System.Numerics.Tensors;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>A blurred plane at one scale: the sharp plane of few edges that a kernel makes of it, and the kernel that such a plane asks for.</summary>
/// <remarks>
/// argmin over x of |k*x - y|^2 + weight |gradient x|_0 by half-quadratic splitting (Xu, Zheng, Jia, CVPR 2013). Counting edges instead of
/// adding up their heights leaves none of the soft slopes in which a wrong kernel could hide: that finds the bent paths of a shaken hand,
/// which shock-filtered edges don't (docs/adr/0027). Works on a periodic frame. Kernels here are point spread functions.
/// </remarks>
internal sealed class SparseLatent : IDisposable
{
    /// <summary>Where the splitting ends: every difference has been decided by then (Xu et al.).</summary>
    private const float LastPenalty = 1e5f;

    /// <summary>Growth of the penalty from round to round (Xu et al.).</summary>
    private const float Growth = 2;

    /// <summary>Weight of the kernel's own energy in a fit, for values in [0,1] and unscaled spectra (Pan et al., CVPR 2014).</summary>
    private const float Ridge = 2;

    /// <summary>Squared gradient from which a pixel counts as an edge where a result is judged, [0,1] units.</summary>
    private const float EdgePower = 1e-4f;

    private readonly int height;
    private readonly int width;
    private readonly RealPlaneFft fft;
    private readonly ImageTensor frame;
    private readonly ImageTensor usable;
    private readonly ImageTensor gradientPower;
    private readonly PlaneSpectra observed;
    private readonly PlaneSpectra observedGradients;

    /// <param name="plane">The observation, [0,1].</param>
    /// <param name="usable">Of its size: 1 where its values can be believed, 0 around saturated ones; null where all can.</param>
    /// <param name="side">Largest side of a kernel to come, pixels.</param>
    public SparseLatent(ImageTensor plane, ImageTensor? usable, int side)
    {
        (height, width) = (plane.Height, plane.Width);
        fft = new RealPlaneFft(FftPlan.NextLength(height + side), FftPlan.NextLength(width + side));
        frame = PeriodicFrame.Of(plane, fft.Height, fft.Width);
        this.usable = usable is null ? Ones() : PeriodicFrame.Of(usable, fft.Height, fft.Width);
        observed = PlaneSpectra.Of(fft, frame);
        observedGradients = UsableGradients(frame);
        gradientPower = GradientPower();
    }

    public void Dispose()
    {
        observed.Dispose();
        observedGradients.Dispose();
        foreach (var used in (ImageTensor[])[frame, usable, gradientPower])
        {
            TensorPool.Return(used);
        }
    }

    /// <summary>The plane of few edges, on the periodic frame; from the pool.</summary>
    /// <param name="kernel">Sum 1.</param>
    /// <param name="weight">What a pixel with an edge costs, squared [0,1] units.</param>
    public ImageTensor Sharpen(PointSpread kernel, float weight)
    {
        using var transfer = TransferOf(kernel);
        using var work = new PlaneSpectra(fft);
        var (x, drop) = (TensorPool.RentLike(frame), TensorPool.RentLike(frame));
        frame.Data.CopyTo(x.Data, 0);
        for (var penalty = 2 * weight; penalty < LastPenalty; penalty *= Growth)
        {
            var beta = penalty;
            var (across, down) = SparseGradients.Of(x, weight / beta);
            SparseGradients.Adjoint(across, down, drop);
            TensorPool.Return(across);
            TensorPool.Return(down);
            fft.Forward(1, (_, y, from, values) => drop.Data.AsSpan((y * fft.Width) + from, values.Length).CopyTo(values), work.Re, work.Im, (_, from, re, im) =>
                Solve(from, re, im, transfer, beta));
            Write(work, x);
        }

        TensorPool.Return(drop);
        return x;
    }

    /// <summary>argmin over k of |k * gradient x - gradient y|^2 + ridge |k|^2, in a frame of its own; not cleaned.</summary>
    /// <param name="x">What <see cref="Sharpen"/> gave.</param>
    /// <param name="side">Odd, pixels.</param>
    public PointSpread Fit(ImageTensor x, int side)
    {
        using var sharp = UsableGradients(x);
        var length = fft.SpectrumLength;
        Parallel.For(0, fft.Strips, strip =>
        {
            var (a, b, c, d) = (sharp.Re, sharp.Im, observedGradients.Re, observedGradients.Im);
            for (var n = strip * (length / fft.Strips); n < (strip + 1) * (length / fft.Strips); n++)
            {
                var m = n + length;
                var scale = 1 / ((a[n] * a[n]) + (b[n] * b[n]) + (a[m] * a[m]) + (b[m] * b[m]) + Ridge);
                var re = (a[n] * c[n]) + (b[n] * d[n]) + (a[m] * c[m]) + (b[m] * d[m]);
                var im = (a[n] * d[n]) - (b[n] * c[n]) + (a[m] * d[m]) - (b[m] * c[m]);
                (a[n], b[n]) = (re * scale, im * scale);
            }
        });
        var whole = TensorPool.RentLike(frame);
        fft.Inverse(1, sharp.Re, sharp.Im, (_, y, from, values) => values.CopyTo(whole.Data.AsSpan((y * fft.Width) + from)));
        var (kernel, half) = (new PointSpread(side, new float[side * side]), side / 2);
        for (var n = 0; n < side * side; n++)
        {
            kernel.Weights[n] = whole.Data[(((n / side) - half + fft.Height) % fft.Height * fft.Width) + (((n % side) - half + fft.Width) % fft.Width)];
        }

        TensorPool.Return(whole);
        return kernel;
    }

    /// <summary>What the model of few edges is left with under a kernel: mean squared residual plus what its edges cost. Less is better.</summary>
    /// <param name="kernel">Sum 1.</param>
    /// <param name="weight">What a pixel with an edge costs, squared [0,1] units.</param>
    public SparseEvidence Judge(PointSpread kernel, float weight)
    {
        var x = Sharpen(kernel, weight);
        using var transfer = TransferOf(kernel);
        using var work = new PlaneSpectra(fft);
        var again = TensorPool.RentLike(frame);
        fft.Forward(1, (_, y, from, values) => x.Data.AsSpan((y * fft.Width) + from, values.Length).CopyTo(values), work.Re, work.Im, (_, from, re, im) =>
            Spectra.Multiply(re, im, transfer.Re.AsSpan(from, re.Length), transfer.Im.AsSpan(from, re.Length)));
        Write(work, again);
        var (across, down) = SparseGradients.Of(x, EdgePower);
        var (residual, edges, count) = (0.0, 0, 0);
        for (var n = 0; n < height * width; n++)
        {
            var at = (n / width * fft.Width) + (n % width);
            if (usable.Data[at] > 0.5f)
            {
                var difference = again.Data[at] - frame.Data[at];
                residual += difference * difference;
                edges += across.Data[at] != 0 || down.Data[at] != 0 ? 1 : 0;
                count++;
            }
        }

        foreach (var used in (ImageTensor[])[x, again, across, down])
        {
            TensorPool.Return(used);
        }

        return count == 0 ? new SparseEvidence(0, 0, 0) : new SparseEvidence(residual / count, (double)edges / count, weight);
    }

    /// <summary>x(f) = (conj K y + beta D'w) / (|K|^2 + beta |D|^2).</summary>
    private void Solve(int from, Span<float> re, Span<float> im, PlaneSpectra transfer, float beta)
    {
        var length = re.Length;
        ReadOnlySpan<float> c = transfer.Re.AsSpan(from, length), s = transfer.Im.AsSpan(from, length);
        ReadOnlySpan<float> u = observed.Re.AsSpan(from, length), v = observed.Im.AsSpan(from, length), power = gradientPower.Data.AsSpan(from, length);
        for (var n = 0; n < length; n++)
        {
            var scale = 1 / ((c[n] * c[n]) + (s[n] * s[n]) + (beta * power[n]) + 1e-9f);
            re[n] = ((u[n] * c[n]) + (v[n] * s[n]) + (beta * re[n])) * scale;
            im[n] = ((v[n] * c[n]) - (u[n] * s[n]) + (beta * im[n])) * scale;
        }
    }

    private void Write(PlaneSpectra work, ImageTensor plane)
    {
        var size = 1f / ((float)fft.Height * fft.Width);
        fft.Back(1, work.Re, work.Im, (_, y, from, values) => TensorPrimitives.Multiply(values, size, plane.Data.AsSpan((y * fft.Width) + from, values.Length)));
    }

    private PlaneSpectra UsableGradients(ImageTensor x)
    {
        var (across, down) = SparseGradients.Of(x, 0);
        TensorPrimitives.Multiply(across.Data, usable.Data, across.Data);
        TensorPrimitives.Multiply(down.Data, usable.Data, down.Data);
        var spectra = PlaneSpectra.Of(fft, across, down);
        TensorPool.Return(across);
        TensorPool.Return(down);
        return spectra;
    }

    private PlaneSpectra TransferOf(PointSpread kernel)
    {
        var (impulse, half) = (TensorPool.RentLike(frame), kernel.Side / 2);
        impulse.Data.AsSpan().Clear();
        for (var n = 0; n < kernel.Weights.Length; n++)
        {
            impulse.Data[(((n / kernel.Side) - half + fft.Height) % fft.Height * fft.Width) + (((n % kernel.Side) - half + fft.Width) % fft.Width)] = kernel.Weights[n];
        }

        var transfer = PlaneSpectra.Of(fft, impulse);
        TensorPool.Return(impulse);
        return transfer;
    }

    private ImageTensor GradientPower()
    {
        var power = TensorPool.Rent(1, 1, fft.SpectrumLength);
        for (var at = 0; at < fft.SpectrumLength; at++)
        {
            var (v, u) = fft.FrequencyAt(at);
            var (sy, sx) = (Math.Sin(Math.PI * v / fft.Height), Math.Sin(Math.PI * u / fft.Width));
            power.Data[at] = (float)(4 * ((sy * sy) + (sx * sx)));
        }

        return power;
    }

    private ImageTensor Ones()
    {
        var ones = TensorPool.RentLike(frame);
        ones.Data.AsSpan().Fill(1);
        return ones;
    }
}
