namespace BirD.Restoration.Degradations.Missing.Detection;

internal static class Quantiles
{
    /// <param name="values">Sorted in place; 0 is returned for none.</param>
    /// <param name="share">0 to 1.</param>
    public static float Of(float[] values, double share)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        Array.Sort(values);
        return values[(int)(share * (values.Length - 1))];
    }

    /// <summary>Standard deviation of normal values with this median absolute deviation.</summary>
    public static float Spread(float[] values)
    {
        var middle = Of(values, 0.5);
        return 1.4826f * Of([.. values.Select(v => Math.Abs(v - middle))], 0.5);
    }
}
