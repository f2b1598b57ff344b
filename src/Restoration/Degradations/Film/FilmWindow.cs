namespace BirD.Restoration.Degradations.Film;

/// <summary>Which frames a frame is restored with.</summary>
public static class FilmWindow
{
    /// <summary>Frames on either side. Two halve the grain (five frames); more would mostly find what has moved away.</summary>
    public const int Radius = 2;

    /// <summary>Pages from which a file of equal pages is taken for film without being asked.</summary>
    public const int LeastPages = 8;

    /// <summary>Indices of a frame's neighbours, nearest first.</summary>
    /// <param name="index">The frame, from 0.</param>
    /// <param name="count">Frames of the sequence.</param>
    public static IEnumerable<int> Around(int index, int count) =>
        Enumerable.Range(1, Radius).SelectMany(distance => new[] { index - distance, index + distance }).Where(n => n >= 0 && n < count);
}
