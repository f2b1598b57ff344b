namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>Distance of the pixels around a candidate from it, and of its own from its rim.</summary>
/// <remarks>Chamfer distances of 3 and 4 thirds (Borgefors 1986): within 6 % of the straight ones.</remarks>
internal sealed class Surroundings
{
    private readonly int top;
    private readonly int left;
    private readonly int rows;
    private readonly int columns;
    private readonly bool[] inside;

    /// <param name="pixels">Indices of the candidate's pixels.</param>
    /// <param name="height">Of the picture, pixels.</param>
    /// <param name="width">Of the picture, pixels.</param>
    /// <param name="margin">How far around to look, pixels.</param>
    public Surroundings(int[] pixels, int height, int width, int margin)
    {
        PictureWidth = width;
        var (y0, y1, x0, x1) = (height, 0, width, 0);
        foreach (var n in pixels)
        {
            (y0, y1, x0, x1) = (Math.Min(y0, n / width), Math.Max(y1, n / width), Math.Min(x0, n % width), Math.Max(x1, n % width));
        }

        Extent = Math.Max(y1 - y0, x1 - x0) + 1;
        (top, left) = (Math.Max(0, y0 - margin), Math.Max(0, x0 - margin));
        (rows, columns) = (Math.Min(height, y1 + margin + 1) - top, Math.Min(width, x1 + margin + 1) - left);
        inside = new bool[rows * columns];
        foreach (var n in pixels)
        {
            inside[(((n / width) - top) * columns) + (n % width) - left] = true;
        }

        Outwards = Chamfer(to: true);
        Inwards = Chamfer(to: false);
    }

    /// <summary>Longer side of the candidate's box, pixels.</summary>
    public int Extent { get; }

    /// <summary>Thirds of pixels from each pixel of the window to the candidate.</summary>
    public int[] Outwards { get; }

    /// <summary>Thirds of pixels from each pixel of the window to what is not the candidate.</summary>
    public int[] Inwards { get; }

    private int PictureWidth { get; }

    /// <summary>Index in the picture of a pixel of the window.</summary>
    public int Index(int n) => ((top + (n / columns)) * PictureWidth) + left + (n % columns);

    /// <summary>Indices in the picture of the pixels whose distance lies above <paramref name="from"/> and up to <paramref name="to"/> pixels.</summary>
    public List<int> Ring(double from, double to)
    {
        var ring = new List<int>();
        for (var n = 0; n < Outwards.Length; n++)
        {
            if (Outwards[n] > 3 * from && Outwards[n] <= 3 * to)
            {
                ring.Add(Index(n));
            }
        }

        return ring;
    }

    private int[] Chamfer(bool to)
    {
        const int far = 1 << 20;
        var distance = new int[inside.Length];
        for (var n = 0; n < distance.Length; n++)
        {
            distance[n] = inside[n] == to ? 0 : far;
        }

        for (var n = 0; n < distance.Length; n++)
        {
            var (y, x) = (n / columns, n % columns);
            Nearer(n, x > 0 ? n - 1 : -1, 3);
            Nearer(n, y > 0 ? n - columns : -1, 3);
            Nearer(n, y > 0 && x > 0 ? n - columns - 1 : -1, 4);
            Nearer(n, y > 0 && x < columns - 1 ? n - columns + 1 : -1, 4);
        }

        for (var n = distance.Length - 1; n >= 0; n--)
        {
            var (y, x) = (n / columns, n % columns);
            Nearer(n, x < columns - 1 ? n + 1 : -1, 3);
            Nearer(n, y < rows - 1 ? n + columns : -1, 3);
            Nearer(n, y < rows - 1 && x < columns - 1 ? n + columns + 1 : -1, 4);
            Nearer(n, y < rows - 1 && x > 0 ? n + columns - 1 : -1, 4);
        }

        return distance;

        void Nearer(int n, int neighbour, int step)
        {
            if (neighbour >= 0)
            {
                distance[n] = Math.Min(distance[n], distance[neighbour] + step);
            }
        }
    }
}
