using System.Numerics;

namespace BirD.Restoration.Degradations.Film;

/// <summary>Finds the motion between two frames, coarse to fine: whole pixels by matching windows, the rest by Lucas and Kanade.</summary>
internal static class MotionSearch
{
    /// <summary>Half the side of a window, pixels: large enough that grain averages out.</summary>
    private const int Radius = 8;

    private const int Side = (2 * Radius) + 1;

    /// <summary>Pixels searched around the guess of the coarser level; the coarsest has no guess.</summary>
    private const int Near = 1;
    private const int Far = 6;

    private const int Refinements = 4;

    /// <summary>A refinement that wants to go further than this, pixels, has lost its way.</summary>
    private const float MostRefined = 1.5f;

    /// <param name="frame">The frame whose places are asked for.</param>
    /// <param name="other">Where they are looked for.</param>
    /// <param name="light">How much brighter <paramref name="other"/> is, as a factor.</param>
    /// <param name="noise">Standard deviation of each plane's noise, [0,1] units: flat places, where noise decides, don't move.</param>
    public static MotionField Find(LumaPyramid frame, LumaPyramid other, float light, double noise)
    {
        MotionField? field = null;
        for (var level = frame.Levels.Count - 1; level >= 0; level--)
        {
            var (here, there) = (frame.Levels[level], other.Levels[level]);
            var search = field is null ? Far : Near;
            var guess = field?.Doubled(here.Height, here.Width) ?? MotionField.Still(here.Height, here.Width);
            // Averaging 2 x 2 pixels halves the noise.
            var damping = (float)(noise * noise / Math.Pow(4, level));
            var nodes = new Vector2[guess.Nodes.Length];
            Parallel.For(0, guess.Rows, row =>
            {
                for (var column = 0; column < guess.Columns; column++)
                {
                    nodes[(row * guess.Columns) + column] = Match(here, there, light, damping, guess, column, row, search);
                }
            });
            field = (guess with { Nodes = nodes }).Median();
        }

        return field!;
    }

    private static Vector2 Match(LumaPlane here, LumaPlane there, float light, float damping, MotionField guess, int column, int row, int search)
    {
        var (x, y) = (column * MotionField.Spacing, row * MotionField.Spacing);
        var start = guess.Node(column, row);
        var (best, least) = (start, Mismatch(here, there, light, x, y, start));
        // Noise makes the least of many mismatches look better than it is, by up to three standard deviations of a sum of so
        // many squares of differences; to move, a match must be better by more than that.
        var doubt = 6 * MathF.Sqrt(2) * Side * damping;
        var (wholeX, wholeY) = (MathF.Round(start.X), MathF.Round(start.Y));
        for (var dy = -search; dy <= search; dy++)
        {
            for (var dx = -search; dx <= search; dx++)
            {
                var vector = new Vector2(wholeX + dx, wholeY + dy);
                var mismatch = Mismatch(here, there, light, x, y, vector) + (Vector2.DistanceSquared(vector, start) > 0.5f ? doubt : 0);
                if (mismatch < least)
                {
                    (best, least) = (vector, mismatch);
                }
            }
        }

        return Refine(here, there, light, damping, x, y, best);
    }

    private static float Mismatch(LumaPlane here, LumaPlane there, float light, int x, int y, Vector2 vector)
    {
        var whole = vector.X == MathF.Round(vector.X) && vector.Y == MathF.Round(vector.Y);
        var sum = 0f;
        for (var dy = -Radius; dy <= Radius; dy++)
        {
            for (var dx = -Radius; dx <= Radius; dx++)
            {
                var found = whole ? there[x + dx + (int)vector.X, y + dy + (int)vector.Y] : there.At(x + dx + vector.X, y + dy + vector.Y);
                var difference = (light * here[x + dx, y + dy]) - found;
                sum += difference * difference;
            }
        }

        return sum;
    }

    private static Vector2 Refine(LumaPlane here, LumaPlane there, float light, float damping, int x, int y, Vector2 start)
    {
        var vector = start;
        for (var round = 0; round < Refinements; round++)
        {
            var (xx, xy, yy, bx, by) = (0f, 0f, 0f, 0f, 0f);
            for (var dy = -Radius; dy <= Radius; dy++)
            {
                for (var dx = -Radius; dx <= Radius; dx++)
                {
                    var (px, py) = (x + dx, y + dy);
                    var gx = light * (here[px + 1, py] - here[px - 1, py]) / 2;
                    var gy = light * (here[px, py + 1] - here[px, py - 1]) / 2;
                    var difference = (light * here[px, py]) - there.At(px + vector.X, py + vector.Y);
                    (xx, xy, yy, bx, by) = (xx + (gx * gx), xy + (gx * gy), yy + (gy * gy), bx + (gx * difference), by + (gy * difference));
                }
            }

            // The noise's own share of the gradients, and as much again, keeps flat windows where they are.
            var ridge = (damping * Side * Side) + 1e-6f;
            var determinant = ((xx + ridge) * (yy + ridge)) - (xy * xy);
            vector += new Vector2((((yy + ridge) * bx) - (xy * by)) / determinant, (((xx + ridge) * by) - (xy * bx)) / determinant);
            if (Vector2.DistanceSquared(vector, start) > MostRefined * MostRefined)
            {
                return start;
            }
        }

        return vector;
    }
}
