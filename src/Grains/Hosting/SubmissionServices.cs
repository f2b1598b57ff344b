using BirD.Grains.Jobs;
using BirD.Grains.Listing;
using BirD.Grains.Queries;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Hosting;

/// <summary>What a host needs to take jobs in and to answer questions about them.</summary>
public static class SubmissionServices
{
    /// <summary>Adds submission, listing and queries; call it beside <see cref="BirdSiloBuilderExtensions.AddBird"/> on silos that hold jobs.</summary>
    public static IServiceCollection AddBirdSubmissions(this IServiceCollection services) => services
        .AddSingleton<IdempotencyStore>()
        .AddSingleton(provider => new JobQueries(
            provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<IManifestStore>(), provider.GetRequiredService<IGrainFactory>()))
        .AddSingleton(provider => new OutputClaims(
            provider.GetRequiredService<IObjectStore>(),
            provider.GetRequiredService<JobRunPlanner>(),
            provider.GetRequiredService<JobRecordStore>(),
            provider.GetRequiredService<SubmissionStore>()))
        .AddSingleton(provider => new JobSubmitter(
            provider.GetRequiredService<SubmissionStore>(),
            provider.GetRequiredService<OutputClaims>(),
            provider.GetRequiredService<JobRecordStore>(),
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<ILogger<JobSubmitter>>()))
        .AddHostedService<ListingReviver>();
}
