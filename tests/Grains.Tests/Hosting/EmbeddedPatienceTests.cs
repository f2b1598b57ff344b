using BirD.Grains.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BirD.Grains.Tests.Hosting;

/// <summary>A run in one process outlives a machine that stands still: a laptop asleep, processors taken by others.</summary>
public sealed class EmbeddedPatienceTests
{
    [Fact]
    public void OneProcess_WaitsForItsOwnAnswersThroughANight()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddBirdSilo();
        using var host = builder.Build();
        var calls = host.Services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value;
        calls.ResponseTimeout.ShouldBeGreaterThan(TimeSpan.FromHours(12));
        calls.SystemResponseTimeout.ShouldBeGreaterThan(TimeSpan.FromHours(12));
    }
}
