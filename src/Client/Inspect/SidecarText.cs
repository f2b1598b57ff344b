using System.Globalization;
using System.Text.Json.Nodes;

namespace BirD.Client.Inspect;

/// <summary>A sidecar as a page of text.</summary>
internal static class SidecarText
{
    public static IEnumerable<string> Lines(JsonObject sidecar, string picture, FileCheck input, FileCheck output)
    {
        yield return $"{picture}: {sidecar["outcome"]}";
        if (sidecar["reason"] is { } reason)
        {
            yield return $"  because    {reason}";
        }

        yield return $"  output     {output.Word}, sha256 {sidecar["output"]!["sha256"]}";
        yield return $"  input      {input.Word}, {input.Path}, sha256 {sidecar["input"]!["sha256"]}";
        yield return $"  done       {sidecar["task"]}, profile {sidecar["profile"]}, {sidecar["steps"]} steps{Ended((string?)sidecar["stoppedBy"])}, guidance {sidecar["guidance"]}, seed {sidecar["seed"]}";
        yield return $"  picture    {sidecar["width"]} x {sidecar["height"]}, {sidecar["bitDepth"]} bit";
        yield return $"  prior      {sidecar["prior"]!["name"]} {sidecar["prior"]!["version"]}, sha256 {sidecar["prior"]!["sha256"]}";
        yield return $"  made by    {sidecar["software"]} on {sidecar["device"]} in {Number(sidecar["elapsedSeconds"], "0.0")} s";
        if (sidecar["noiseSigma"] is { } noise)
        {
            yield return $"  noise      {Number(noise, "0.00", 255)}/255 in the input"
                + (sidecar["residual"] is { } residual ? $"; residual of the re-degraded result {Number(residual, "0.00", 255)}/255" : "");
        }

        if (sidecar["exposure"] is { } exposure)
        {
            yield return $"  exposure   {Number(exposure, "0.00")} of a full one, undone";
        }

        if (sidecar["tone"] is { } tone)
        {
            yield return $"  tone       faded, undone: a veil of {Number(tone["veil"], "0.000")}, {string.Join(", ", tone["density"]!.AsArray().Select(d => Number(d, "0.000")))} of the density left";
        }

        if (sidecar["noiseSpectrum"] is { } coloured)
        {
            yield return $"  noise as   {Number(coloured["floor"], "0.0", 255)}/255 everywhere (spread {Number(coloured["spread"], "0.0")}), strongest {Number(coloured["peak"], "0.0", 255)}/255 at its frequency, {Number(coloured["range"], "0.0")} times stronger at one brightness than at another";
        }

        if (sidecar["frames"] is { } frames)
        {
            yield return $"  film       {frames} frames took part; light changed by the factor {Number(sidecar["light"], "0.000")}";
        }

        if (sidecar["confidence"] is { } confidence)
        {
            yield return $"  trust      {Number(confidence["score"], "0.00")} (residual {Number(confidence["residualRatio"], "0.00")} x noise, neighbours correlate {Number(confidence["residualCorrelation"], "0.00")}, parts agree on the blur {Number(confidence["kernelAgreement"], "0.00")})";
        }

        if (sidecar["uncertainty"] is { } uncertainty)
        {
            yield return $"  samples    {uncertainty["samples"]}, their spread {Number(uncertainty["mean"], "0.00", 255)}/255 on average, map {uncertainty["path"]}";
        }

        if (sidecar["found"] is { } found)
        {
            yield return $"  marks      {found["bright"]} bright and {found["dark"]} dark over {Number(found["share"], "0.00", 100)} % of the picture, filled (trust {Number(found["confidence"], "0.00")}); {found["doubtful"]} more left in doubt; mask {found["path"]}, sha256 {found["sha256"]}";
        }

        foreach (var note in sidecar["notes"]?.AsArray() ?? [])
        {
            yield return $"  note       {note}";
        }

        foreach (var page in sidecar["pages"]?.AsArray() ?? [])
        {
            yield return $"  page {page!["page"],-5} {page["outcome"]}, {page["reason"] ?? page["task"]}";
        }

        foreach (var line in Curve("scale", sidecar["guidanceScale"]).Concat(Curve("loss", sidecar["loss"])))
        {
            yield return line;
        }

        foreach (var line in KernelText.Lines(sidecar["kernel"]))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Curve(string name, JsonNode? values)
    {
        var numbers = values?.AsArray().Select(v => v!.GetValue<double>()).ToArray() ?? [];
        if (numbers.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"  {name,-10} {Sparkline.Draw(numbers)}  {numbers[0]:g4} to {numbers[^1]:g4}");
        }
    }

    private static string Number(JsonNode? value, string format, double factor = 1) =>
        ((value?.GetValue<double>() ?? 0) * factor).ToString(format, CultureInfo.InvariantCulture);

    private static string Ended(string? stoppedBy) => stoppedBy switch
    {
        "residual" => " (what was left over was the noise)",
        "rest" => " (another would have changed nothing, though more than noise was left over)",
        "limit" => " (as many as are worth their time for this task)",
        _ => "",
    };
}
