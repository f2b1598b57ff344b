using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Film;

/// <summary>Means of a frame and its neighbours along the motion; what does not match does not speak.</summary>
/// <remarks>
/// Works on observations only, never on a neighbour's result: a frame can be restored by itself, in any order and on any
/// machine, and what a prior made up in one frame is not handed on to the next.
/// </remarks>
public sealed class FrameFusion
{
    /// <summary>Less of the frame found again than this is another shot, or a flash.</summary>
    private const double LeastShared = 1.0 / 3;

    /// <summary>Flicker stays within this factor; more is meant, or another exposure.</summary>
    private const double MostFlicker = 1.25;

    /// <summary>Half the side of the patch over which a match is judged, pixels.</summary>
    private const int Patch = 3;

    /// <summary>Squared error of a good match that is not noise: rounding and interpolation, [0,1] units.</summary>
    private const float Imperfection = 1.5f / 255 * (1.5f / 255);

    private readonly ImageTensor frame;
    private readonly LumaPyramid luma;
    private readonly float variance;
    private readonly ImageTensor sum;
    private readonly float[] power;
    private double logLight;
    private int frames = 1;

    /// <param name="frame">3 x H x W, [0,1].</param>
    /// <param name="sigma">Noise of one frame, [0,1] units.</param>
    public FrameFusion(ImageTensor frame, double sigma)
    {
        (this.frame, luma, variance) = (frame, LumaPyramid.Of(frame), (float)(sigma * sigma));
        (sum, power) = (frame.Clone(), new float[frame.PlaneLength]);
        Array.Fill(power, 1);
    }

    /// <summary>Lets a neighbour speak where it shows the same; false when it has another size or shows another scene.</summary>
    public bool Add(ImageTensor neighbour)
    {
        if (!neighbour.SameShape(frame))
        {
            return false;
        }

        var other = LumaPyramid.Of(neighbour);
        var light = Mean(other) / Mean(luma);
        if (!IsFlicker(light))
        {
            return false;
        }

        // One plane of three averaged channels has a third of their variance.
        var motion = MotionSearch.Find(luma, other, (float)light, Math.Sqrt(variance / 3));
        var fetched = Warp.Fetch(neighbour, motion, out var inside);
        var trust = Trust(fetched, inside, (float)light);
        // Where places are told apart, the light can be measured on the same ones.
        light = SharedLight(fetched, trust);
        if (TensorPrimitives.Average<float>(trust) < LeastShared || !IsFlicker(light))
        {
            return false;
        }

        trust = Trust(fetched, inside, (float)light);
        for (var c = 0; c < frame.Channels; c++)
        {
            var from = fetched.Plane(c);
            var to = sum.Plane(c);
            for (var p = 0; p < to.Length; p++)
            {
                to[p] += trust[p] * from[p] / (float)light;
            }
        }

        TensorPrimitives.Add(power, trust, power);
        logLight += Math.Log(light);
        frames++;
        return true;
    }

    /// <summary>The mean so far, at the geometric mean of the frames' light.</summary>
    public FusedFrame Result()
    {
        var light = Math.Exp(logLight / frames);
        var picture = new ImageTensor(frame.Channels, frame.Height, frame.Width);
        for (var c = 0; c < frame.Channels; c++)
        {
            TensorPrimitives.Divide(sum.Plane(c), power, picture.Plane(c));
        }

        TensorPrimitives.Multiply(picture.Data, (float)light, picture.Data);
        TensorPrimitives.Clamp(picture.Data, 0f, 1f, picture.Data);
        return new FusedFrame(picture, [.. power], frames, light);
    }

    /// <summary>H x W, 0 to 1: whether a patch of the fetched frame differs from the frame's by no more than noise does.</summary>
    private float[] Trust(ImageTensor fetched, bool[] inside, float light)
    {
        var (squares, differences) = (new float[frame.PlaneLength], new float[frame.PlaneLength]);
        for (var c = 0; c < frame.Channels; c++)
        {
            var from = fetched.Plane(c);
            var to = frame.Plane(c);
            for (var p = 0; p < squares.Length; p++)
            {
                var difference = (from[p] / light) - to[p];
                squares[p] += difference * difference / frame.Channels;
                differences[p] += difference / frame.Channels;
            }
        }

        var meanSquare = BoxMean.Apply(squares, frame.Height, frame.Width, Patch);
        var mean = BoxMean.Apply(differences, frame.Height, frame.Width, Patch);
        // Two noisy frames differ by twice the variance, less what interpolation has smoothed.
        var expected = (2 * variance) + Imperfection;
        // Three standard deviations of a patch's mean: something that moved otherwise, hidden under the noise.
        var drift = 3 * MathF.Sqrt(2 * variance / (frame.Channels * Side * Side)) + (0.5f / 255);
        for (var p = 0; p < squares.Length; p++)
        {
            var byNoise = Math.Clamp((1.5f - (meanSquare[p] / expected)) / 0.4f, 0, 1);
            var byDrift = Math.Clamp(2 - (MathF.Abs(mean[p]) / drift), 0, 1);
            squares[p] = inside[p] ? byNoise * byDrift : 0;
        }

        return squares;
    }

    private const int Side = (2 * Patch) + 1;

    /// <summary>How much brighter the fetched frame is, over the places that both show and neither clips.</summary>
    private double SharedLight(ImageTensor fetched, float[] trust)
    {
        var (theirs, ours) = (0.0, 0.0);
        for (var c = 0; c < frame.Channels; c++)
        {
            var from = fetched.Plane(c);
            var to = frame.Plane(c);
            for (var p = 0; p < trust.Length; p++)
            {
                if (to[p] is > 0.04f and < 0.94f)
                {
                    theirs += trust[p] * from[p];
                    ours += trust[p] * to[p];
                }
            }
        }

        return ours > 0 ? theirs / ours : double.NaN;
    }

    private static bool IsFlicker(double light) => light is > 1 / MostFlicker and < MostFlicker;

    /// <summary>Never 0, so that a black frame is no exception.</summary>
    private static double Mean(LumaPyramid frame) => TensorPrimitives.Average<float>(frame.Levels[0].Data) + 1e-4;
}
