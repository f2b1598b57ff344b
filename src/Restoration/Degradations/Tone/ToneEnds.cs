using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Tone;

/// <summary>How dark the darkest and how light the lightest places of a picture are, channel by channel.</summary>
/// <param name="Dark">Half a per cent of the picture is darker, [0,1].</param>
/// <param name="Light">Half a per cent is lighter, [0,1].</param>
internal sealed record ToneEnds(double[] Dark, double[] Light)
{
    /// <summary>Share of the blocks beyond an end: specks, glints and dead pixels.</summary>
    private const double Beyond = 0.005;

    /// <summary>Blocks along the longer side: their means are past noise and grain, and small enough for a pupil or a shadow.</summary>
    private const int BlocksAcross = 192;

    /// <summary>A border this dark all around the picture is a mount or a mask, [0,1].</summary>
    private const float Black = 4f / 255;

    /// <summary>Share of the outermost blocks that must be black for that.</summary>
    private const double MountShare = 0.95;

    /// <summary>Blocks next to the mount are part of both.</summary>
    private const int MountReach = 2;

    /// <param name="picture">[0,1].</param>
    public static ToneEnds Of(ImageTensor picture)
    {
        var side = Math.Max(1, Math.Max(picture.Height, picture.Width) / BlocksAcross);
        var blocks = Means(picture, side);
        var judged = Judged(blocks);
        var (dark, light) = (new double[picture.Channels], new double[picture.Channels]);
        Parallel.For(0, picture.Channels, c =>
        {
            var values = new List<float>(judged.Count);
            values.AddRange(judged.Select(n => blocks.Data[(c * blocks.PlaneLength) + n]));
            values.Sort();
            dark[c] = values[(int)(Beyond * (values.Count - 1))];
            light[c] = values[(int)((1 - Beyond) * (values.Count - 1))];
        });
        return new ToneEnds(dark, light);
    }

    private static ImageTensor Means(ImageTensor picture, int side)
    {
        var means = new ImageTensor(picture.Channels, picture.Height / side, picture.Width / side);
        Parallel.For(0, picture.Channels * means.Height, row =>
        {
            var (c, y) = (row / means.Height, row % means.Height);
            for (var x = 0; x < means.Width; x++)
            {
                var sum = 0f;
                for (var dy = 0; dy < side; dy++)
                {
                    foreach (var v in picture.Plane(c).Slice((((y * side) + dy) * picture.Width) + (x * side), side))
                    {
                        sum += v;
                    }
                }

                means.Data[(row * means.Width) + x] = sum / (side * side);
            }
        });
        return means;
    }

    /// <summary>All blocks, but for a black mount around the picture, which never faded with it.</summary>
    private static List<int> Judged(ImageTensor blocks)
    {
        var (height, width) = (blocks.Height, blocks.Width);
        int[] all = [.. Enumerable.Range(0, height * width)];
        var rim = all.Where(n => n / width is 0 || n / width == height - 1 || n % width is 0 || n % width == width - 1).ToList();
        if (rim.Count(IsBlack) < MountShare * rim.Count)
        {
            return [.. all];
        }

        var mount = new bool[height * width];
        var queue = new Queue<int>(rim.Where(IsBlack));
        while (queue.TryDequeue(out var n))
        {
            if (mount[n])
            {
                continue;
            }

            mount[n] = true;
            foreach (var near in Neighbours(n).Where(near => !mount[near] && IsBlack(near)))
            {
                queue.Enqueue(near);
            }
        }

        var inside = all.Where(n => !IsNear(n)).ToList();
        return inside.Count < rim.Count ? [.. all] : inside;

        bool IsBlack(int n) => Enumerable.Range(0, blocks.Channels).All(c => blocks.Data[(c * blocks.PlaneLength) + n] <= Black);

        bool IsNear(int n)
        {
            for (var y = Math.Max(0, (n / width) - MountReach); y <= Math.Min(height - 1, (n / width) + MountReach); y++)
            {
                for (var x = Math.Max(0, (n % width) - MountReach); x <= Math.Min(width - 1, (n % width) + MountReach); x++)
                {
                    if (mount[(y * width) + x])
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        IEnumerable<int> Neighbours(int n)
        {
            if (n >= width)
            {
                yield return n - width;
            }

            if (n < (height - 1) * width)
            {
                yield return n + width;
            }

            if (n % width > 0)
            {
                yield return n - 1;
            }

            if (n % width < width - 1)
            {
                yield return n + 1;
            }
        }
    }
}
