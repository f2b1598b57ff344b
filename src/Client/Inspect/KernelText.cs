using System.Globalization;
using System.Text.Json.Nodes;

namespace BirD.Client.Inspect;

/// <summary>A learned kernel as shades of text, with its sum.</summary>
internal static class KernelText
{
    private const string Shades = " .:-=+*#%@";

    /// <summary>Twice the largest kernel that is learned or given: more fits no terminal.</summary>
    private const int MaxSide = 127;

    public static IEnumerable<string> Lines(JsonNode? kernel)
    {
        if (kernel is null || kernel["size"]!.GetValue<int>() is not (> 1 and var size))
        {
            yield break;
        }

        var channels = kernel["channels"]!.AsArray().Select(c => c!.AsArray().Select(v => v!.GetValue<double>()).ToArray()).ToList();
        if (size > MaxSide || channels.Count is not (1 or 3) || channels.Exists(c => c.Length != size * size))
        {
            yield return $"  kernel     damaged: {channels.Count} channels of side {size} are announced, and other numbers are there";
            yield break;
        }

        var shared = channels.TrueForAll(c => c.SequenceEqual(channels[0]));
        for (var n = 0; n < (shared ? 1 : channels.Count); n++)
        {
            var (taps, name) = (channels[n], shared ? "all channels" : $"channel {"RGB"[n]}");
            yield return string.Create(CultureInfo.InvariantCulture, $"  kernel     {size} x {size}, {name}, sum {taps.Sum():0.000}, largest {taps.Max():0.000}");
            var top = Math.Max(taps.Max(), 1e-9);
            for (var row = 0; row < size; row++)
            {
                yield return "             " + string.Concat(taps.Skip(row * size).Take(size)
                    .Select(v => new string(Shades[(int)(Math.Clamp(v / top, 0, 1) * (Shades.Length - 1))], 2)));
            }
        }
    }
}
