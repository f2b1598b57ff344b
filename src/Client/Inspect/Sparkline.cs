namespace BirD.Client.Inspect;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const int MaxWidth = 40;

    public static string Draw(double[] values)
    {
        var shown = values.Length <= MaxWidth
            ? values
            : [.. Enumerable.Range(0, MaxWidth).Select(n => values[(int)((long)n * (values.Length - 1) / (MaxWidth - 1))])];
        var (low, high) = (shown.Min(), shown.Max());
        return string.Concat(shown.Select(v => Blocks[high > low ? (int)((v - low) / (high - low) * (Blocks.Length - 1)) : 0]));
    }
}
