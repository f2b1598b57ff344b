using System.Globalization;

namespace BirD.Grains.Application.Queries;

/// <summary>Where a page of items begins.</summary>
/// <param name="Shard">Shard of the manifest.</param>
/// <param name="Item">First item of that shard on the page.</param>
internal readonly record struct ItemCursor(int Shard, int Item)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard}-{Item}");

    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static ItemCursor Parse(string? text)
    {
        if (text is null)
        {
            return default;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            && int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var item)
                ? new ItemCursor(shard, item)
                : throw new FormatException($"'{text}' is not a value of 'next' from an earlier page.");
    }
}
