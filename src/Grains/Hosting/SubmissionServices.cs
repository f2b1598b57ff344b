using BirD.Grains.Application;
using BirD.Grains.Application.Queries;
using BirD.Grains.Configuration;
using BirD.Grains.Listing;
using BirD.Grains.Records;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Hosting;

/// <summary>What a host needs to take jobs in and to answer questions about them.</summary>
public static class SubmissionServices
{
    /// <summary>Adds submission, listing and queries; for silos that hold jobs, and for hosts that only talk to some.</summary>
    public static IServiceCollection AddBirdSubmissions(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton(BirdClock.Key, TimeProvider.System);
        services.TryAddSingleton<JobRecordStore>();
        services.TryAddSingleton<JobCatalog>();
        services.TryAddSingleton<JobRunPlanner>();
        services.TryAddSingleton<SubmissionStore>();
        services.TryAddSingleton<IdempotencyStore>();
        services.TryAddSingleton<OutputClaims>();
        services.TryAddSingleton<FailureRetrier>();
        services.TryAddSingleton<DecisionStore>();
        services.TryAddSingleton<PictureDecisions>();
        services.TryAddSingleton<PictureLooks>();
        services.TryAddSingleton<JobControl>();
        services.TryAddSingleton(provider => new JobQueries(
            provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<IManifestStore>(), provider.GetRequiredService<IGrainFactory>()));
        services.TryAddSingleton(provider => new JobWatcher(
            provider.GetRequiredService<JobQueries>(),
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredKeyedService<TimeProvider>(BirdClock.Key)));
        services.TryAddSingleton(provider => new JobSubmitter(
            provider.GetRequiredService<SubmissionStore>(),
            provider.GetRequiredService<OutputClaims>(),
            provider.GetRequiredService<JobRecordStore>(),
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<ILogger<JobSubmitter>>()));
        return services.AddHostedService<ListingReviver>();
    }
}
