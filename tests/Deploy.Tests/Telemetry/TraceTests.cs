using BirD.Deploy.Tests.Cluster;
using BirD.Deploy.Tests.Otlp;

namespace BirD.Deploy.Tests.Telemetry;

/// <summary>What the collector got of a real run.</summary>
public sealed class TraceTests(Deployment deployment)
{
    private static readonly string[] Parts = ["read", "decode", "segment", "checkpoint", "encode", "write"];

    private readonly List<ReceivedSpan> spans = [.. Deployment.Missing is null ? deployment.Collector.Spans : []];

    [Fact]
    public void EachAttempt_IsATraceOfItsOwn_WithItsPartsBelowIt()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        var attempts = Attempts("whole");
        attempts.Count.ShouldBe(PodEnvironment.Pictures);
        attempts.Select(attempt => attempt.Trace).Distinct().Count().ShouldBe(PodEnvironment.Pictures);
        foreach (var attempt in attempts)
        {
            attempt.Parent.ShouldBeEmpty();
            attempt["bird.outcome"]!.Text.ShouldBe("Restored");
            var trace = spans.Where(span => span.Trace == attempt.Trace && span.Scope == "BirD.Cluster").ToList();
            var restore = trace.Single(span => span.Name == "restore");
            trace.Where(span => span.Parent == attempt.Id).Select(span => span.Name).ShouldBe(["acquire", "restore", "commit"], ignoreOrder: true);
            trace.Where(span => span.Parent == restore.Id).Select(span => span.Name).Distinct().ShouldBe(Parts, ignoreOrder: true);
            trace.Where(span => span.Name == "segment").Sum(span => span["bird.steps"]!.Whole).ShouldBe(PodEnvironment.Steps);
            trace.Count.ShouldBe(4 + trace.Count(span => span.Parent == restore.Id));
        }
    }

    [Fact]
    public void EachAttempt_IsLinkedToTheSubmission_ThatWasPartOfARequest()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        var submit = spans.First(span => span.Name == "submit" && span["bird.job"]!.Text == "whole");
        spans.Where(span => span.Id == submit.Parent).Select(span => span.Name.TrimEnd('/')).ShouldBe(["POST /api/v1/jobs"]);
        foreach (var attempt in Attempts("whole"))
        {
            attempt.Span.Links.Select(link => Convert.ToHexStringLower(link.SpanId.Span)).ShouldBe([submit.Id]);
        }
    }

    [Fact]
    public void PollsAndHeartbeats_MakeNoTraces()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        spans.Where(span => span.Parent.Length == 0).Select(span => span.Name).Where(name => name is not ("attempt" or "submit"))
            .ShouldAllBe(name => name.Contains("/api/v1/", StringComparison.Ordinal));
    }

    [Fact]
    public void Logs_BelongToTheSpanTheyWereWrittenIn()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        var submits = spans.Where(span => span.Name == "submit").Select(span => span.Id).ToHashSet();
        var logs = deployment.Collector.Logs.Where(log => submits.Contains(Convert.ToHexStringLower(log.Record.SpanId.Span))).ToList();
        logs.Select(log => log.Record.Body.Text).ShouldContain(text => text.StartsWith("Job whole: run 1 submitted", StringComparison.Ordinal));
        logs.ShouldAllBe(log => log.Resource == "bird-control-1");
    }

    [Fact]
    public void Resources_SayWhichSiloItWas()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        var attempt = Attempts("whole")[0];
        (attempt.Resource["service.name"], attempt.Resource["bird.role"]).ShouldBe(("bird-silo", "gpu"));
        attempt.Resource["service.instance.id"].ShouldStartWith("bird-gpu-");
        attempt.Resource["service.version"].ShouldNotBeEmpty();
    }

    private List<ReceivedSpan> Attempts(string job) => [.. spans.Where(span => span.Name == "attempt" && span["bird.job"]!.Text == job)];
}
