using BirD.Grains.Diagnostics;
using OpenTelemetry.Trace;

namespace BirD.Silo.Telemetry;

/// <summary>
/// Keeps the traces that begin with a request, a submission or an attempt. Those that would begin with what grains do among
/// themselves are polls, heartbeats and reports: several a second, for ever, and the metrics tell what they would.
/// </summary>
internal sealed class RootSampler : Sampler
{
    private static readonly string[] Roots = [Spans.SubmitName, Spans.AttemptName, "Microsoft.AspNetCore.Hosting.HttpRequestIn"];

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(Roots.Contains(samplingParameters.Name, StringComparer.Ordinal) ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}
