using System.Text.Json;
using BirD.Contracts.Api;
using BirD.Grains.Application;
using BirD.Grains.Records;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Silo.Api.Clusters;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Prefixes;
using BirD.Silo.Api.Problems;
using BirD.Storage.Inputs;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Api.Jobs;

/// <summary>Checks a request as far as can be without listing everything, and says what it means on this cluster.</summary>
internal sealed class SubmissionPlanner(
    RootCatalog roots, IClusterView cluster, InputProbe probe, IOptions<ApiOptions> options, TimeProvider time)
{
    private const int MaxPriority = 100;

    /// <exception cref="ApiProblemException">Something in the request can't be done here.</exception>
    public async Task<SubmissionRecord> PlanAsync(SubmitRequest request, string caller, CancellationToken cancellationToken)
    {
        CheckNumbers(request);
        CheckPatterns("include", request.Include ?? []);
        CheckPatterns("exclude", request.Exclude ?? []);
        var input = roots.Input(request.Input);
        var output = roots.Output(request.Output, input);
        var settings = Settings(request);
        var mask = Mask(request, settings);
        var prior = await PriorAsync(request.Prior);
        var spec = new JobSpecRecord
        {
            SettingsJson = SettingsCodec.ToJson(settings),
            SettingsHash = SettingsCodec.Hash(settings, prior),
            Roots = [new InputRootRecord("r0", input.Root), .. mask is null ? [] : (InputRootRecord[])[new(SubmittedMask.RootId, mask.Root)]],
            Output = output.ToString(),
            PriorSha256 = prior,
        };
        var submission = new SubmissionRecord
        {
            Id = request.JobId ?? "",
            Run = 0,
            Spec = spec,
            Prefix = input.Folder,
            Input = input.ToString(),
            Include = request.Include is { Count: > 0 } include ? include : null,
            Exclude = request.Exclude is { Count: > 0 } exclude ? exclude : null,
            Mask = mask is null ? null : new SubmittedMask(mask.ToString(), mask.Folder, MaskNames.IsFile(mask.Folder)),
            Force = request.Force,
            Output = output.ToString(),
            Prior = prior,
            Priority = request.Priority,
            MaxInFlight = request.MaxInFlight,
            Submitted = time.GetUtcNow(),
            SubmittedBy = caller,
            State = SubmissionState.Listing,
        };
        await probe.CheckPicturesAsync(input, submission.Filter, cancellationToken);
        if (mask is not null)
        {
            await probe.CheckMaskAsync(mask, submission.Mask!, cancellationToken);
        }

        return submission.Id.Length > 0 ? submission : submission with { Id = JobSubmitter.IdOf(submission) };
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

    private static void CheckPatterns(string what, IReadOnlyList<string> patterns)
    {
        if (InputFilter.Problems(patterns).ToList() is { Count: > 0 } problems)
        {
            throw Problem.InvalidRequest($"{what}: {string.Join(' ', problems)}");
        }
    }

    private PrefixPath? Mask(SubmitRequest request, RestoreSettings settings) => request.Mask is not { } text ? null
        : MaskUse.Refusal(settings) is { } refusal ? throw Problem.InvalidRequest(refusal)
        : roots.Mask(text);

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
}
