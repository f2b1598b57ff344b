using BirD.Client.Restore;
using BirD.Contracts.Api;

namespace BirD.Client.Cluster;

/// <summary><c>bird restore --cluster</c>: submit, watch, end like the local one.</summary>
internal static class ClusterRestore
{
    /// <param name="client">The cluster; disposed here.</param>
    /// <param name="paths">What the user named: exactly one root or folder of the cluster.</param>
    /// <param name="request">Everything but the input.</param>
    /// <param name="json">The machine's lines besides.</param>
    /// <exception cref="UsageException">Several inputs.</exception>
    public static async Task<int> ExecuteAsync(HttpBirdClient client, string[] paths, Func<string, SubmitRequest> request, bool json)
    {
        await using var used = client;
        if (paths is not [var input])
        {
            throw new UsageException("A cluster restores one input root or folder per job, for example scans/1950. Submit the others as jobs of their own.");
        }

        using var signals = new StopSignals();
        var job = await client.SubmitAsync(request(input), signals.Token);
        await Console.Error.WriteLineAsync($"Job {job.Id}, run {job.Run}.");
        return await ClusterRun.FollowAsync(client, job, json, signals.Token);
    }
}
