using System.Globalization;
using System.Text.Json.Nodes;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Client.PriorTools;

/// <summary>A prior's facts as a page of text.</summary>
internal static class PriorText
{
    public static IEnumerable<string> Lines(PriorDescription prior, JsonObject? metrics)
    {
        var info = prior.Info;
        yield return $"{info.Name} {info.Version}";
        foreach (var (path, bytes) in prior.Files)
        {
            yield return $"  file       {path}, {(bytes > 0 ? Megabytes(bytes) : "missing")}";
        }

        yield return $"  sha256     {info.Sha256}";
        yield return $"  licence    {info.Licence}";
        yield return $"  predicts   {PriorMetadata.Word(info.Prediction)}, {(info.OutputChannels == 6 ? "learned" : "fixed")} variance";
        yield return string.Create(
            CultureInfo.InvariantCulture, $"  chain      {info.ScheduleSteps} steps, linear betas {info.BetaStart} to {info.BetaEnd}");
        yield return $"  sizes      {Sizes(info)}";
        foreach (var (label, key) in new[] { ("network", PriorMetadata.SourceArchitecture), ("imported", PriorMetadata.SourceSha256) })
        {
            if (prior.Metadata.TryGetValue(key, out var value))
            {
                yield return $"  {label,-10} {(key == PriorMetadata.SourceSha256 ? "from a checkpoint of sha256 " : "")}{value}";
            }
        }

        if (metrics?["psnr"] is JsonObject psnr)
        {
            var figures = string.Join(", ", psnr.Select(p => $"{p.Key}: {p.Value!.GetValue<double>().ToString("0.00", CultureInfo.InvariantCulture)}"));
            yield return $"  measured   PSNR in dB by noise of 255 on {metrics["pictures"]} pictures: {figures}";
        }
    }

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static string Sizes(DenoiserInfo info) => info.NativeSize is { } side
        ? $"{side} x {side} only; other pictures in tiles that overlap by {info.TileOverlap}"
        : $"any multiple of {info.SizeMultiple}; large pictures in tiles that overlap by {info.TileOverlap}";
}
