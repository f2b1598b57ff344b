using System.Text.Json;
using BirD.Contracts.Api;
using BirD.Contracts.Jobs;
using BirD.Grains.Jobs;
using BirD.Grains.Listing;
using BirD.Restoration.Pipeline;
using BirD.Silo.Api.Clusters;
using BirD.Silo.Api.Prefixes;
using BirD.Silo.Api.Problems;
using BirD.Storage.Inputs;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Api.Jobs;

/// <summary>Checks a request as far as can be without listing everything, and says what it means on this cluster.</summary>
internal sealed class SubmissionPlanner(
    RootCatalog roots, IClusterView cluster, IInputListerFactory listers, IOptions<ApiOptions> options, TimeProvider time)
{
    private const int MaxPriority = 100;

    /// <summary>How long the first picture is looked for before the listing is believed to find one.</summary>
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(5);

    /// <exception cref="ApiProblemException">Something in the request can't be done here.</exception>
    public async Task<SubmissionRecord> PlanAsync(SubmitRequest request, string caller, CancellationToken cancellationToken)
    {
        CheckNumbers(request);
        var input = roots.Input(request.Input);
        var output = roots.Output(request.Output, input);
        var settings = Settings(request);
        var prior = await PriorAsync(request.Prior);
        await ProbeAsync(input, cancellationToken);
        var spec = new JobSpec
        {
            SettingsJson = SettingsCodec.ToJson(settings),
            SettingsHash = SettingsCodec.Hash(settings, prior),
            Roots = [new InputRoot("r0", input.Root)],
            Output = output.ToString(),
            PriorSha256 = prior,
        };
        return new SubmissionRecord
        {
            Id = request.JobId ?? JobSubmitter.IdOf(spec, input.Folder),
            Run = 0,
            Spec = JobSpecRecord.From(spec),
            Prefix = input.Folder,
            Input = input.ToString(),
            Output = output.ToString(),
            Prior = prior,
            Priority = request.Priority,
            MaxInFlight = request.MaxInFlight,
            Submitted = time.GetUtcNow(),
            SubmittedBy = caller,
            State = SubmissionState.Listing,
        };
    }

    public static void CheckPriority(int priority, int? maxInFlight)
    {
        if (Math.Abs((long)priority) > MaxPriority || maxInFlight < 1)
        {
            throw Problem.InvalidRequest($"priority must lie between -{MaxPriority} and {MaxPriority}, maxInFlight must be at least 1.");
        }
    }

    private static void CheckNumbers(SubmitRequest request)
    {
        CheckPriority(request.Priority, request.MaxInFlight);
        if (request.JobId is { } id && !JobId.IsValid(id))
        {
            throw Problem.InvalidRequest($"'{id}' is no job id: letters, digits, '-', '_' and '.', at most {JobId.MaxLength}, not starting with '.'.");
        }
    }

    private static RestoreSettings Settings(SubmitRequest request)
    {
        RestoreSettings settings;
        try
        {
            settings = SettingsCodec.FromJson(request.Settings?.ToJsonString() ?? "{}");
        }
        catch (JsonException e)
        {
            throw Problem.InvalidRequest($"The settings can't be read: {e.Message} A setting that this version doesn't know is refused, because ignoring it would give another result.");
        }

        return SettingsCheck.Problems(settings) is { Count: > 0 } problems ? throw Problem.InvalidRequest(string.Join(' ', problems)) : settings;
    }

    private async Task<string> PriorAsync(string? wanted)
    {
        var priors = (await cluster.GetSilosAsync()).Priors();
        var prior = wanted ?? options.Value.DefaultPrior ?? (priors.Count == 1 ? priors[0] : null);
        if (prior is null)
        {
            throw Problem.PriorUnavailable(priors.Count == 0
                ? "No worker is there to tell which prior it has; name one as 'prior' (its SHA-256), or start a gpu silo."
                : $"Workers have several priors; name one of {string.Join(", ", priors)} as 'prior'.");
        }

        // Without any worker the job waits for one; with workers of other priors it would wait without anybody noticing.
        return priors.Count == 0 || priors.Contains(prior)
            ? prior
            : throw Problem.PriorUnavailable($"No silo has the prior {prior}; there are: {string.Join(", ", priors)}.");
    }

    private async Task ProbeAsync(PrefixPath input, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ProbeTime, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await foreach (var entry in listers.Open(input.Root).ListAsync(input.Folder, null, stop.Token))
            {
                var below = input.Folder.Length == 0 ? entry.Key : entry.Key[(input.Folder.Length + 1)..];
                if (PictureNames.IsPicture(below))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (InputMissingException)
        {
            // The message names the server's path, which is none of the caller's business.
            throw Problem.InputNotFound($"The input '{input}' is not there, or can't be read by the cluster.");
        }

        throw Problem.NoPictures($"There are no pictures below '{input}'; looked for {string.Join(' ', PictureNames.Extensions)}.");
    }
}
