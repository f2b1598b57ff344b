using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BirD.Client.Inputs;
using BirD.Client.Restore;
using BirD.Storage.Files;
using BirD.Storage.Results;
using BirD.Storage.Results.Local;

namespace BirD.Client.Bench.Trees;

/// <summary>
/// Throws random trees, links and outputs at the listing, the check of the output and the store of results, without the
/// restoring between them: whatever is asked for, no original's bytes change.
/// </summary>
/// <param name="count">Trees.</param>
/// <param name="seed">Decides every one of them.</param>
internal sealed class TreeBench(int count, int seed)
{
    private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
    private readonly List<string> findings = [];

    /// <summary>How the cases ended.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => outcomes;

    /// <summary>Originals that changed: there must be none.</summary>
    public IReadOnlyList<string> Findings => findings;

    public static async Task<int> ExecuteAsync(int count, int seed, CancellationToken cancellationToken)
    {
        var (bench, clock) = (new TreeBench(count, seed), Stopwatch.StartNew());
        await bench.RunAsync(cancellationToken);
        foreach (var line in bench.outcomes.Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{outcome.Value,8}  {outcome.Key}")).Concat(bench.findings))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} trees, seed {seed}, {clock.Elapsed.TotalSeconds:0} s, {bench.findings.Count} originals changed."));
        return bench.findings.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var n = 0; n < count; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var folder = Directory.CreateTempSubdirectory("bird-trees-").FullName;
            try
            {
                await TryAsync(folder, n, new Random(unchecked((seed * 1_000_003) + n)), cancellationToken);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task TryAsync(string folder, int number, Random random, CancellationToken cancellationToken)
    {
        var tree = new RandomTree(folder, random);
        var (paths, output, force) = (tree.Inputs(), tree.Output(), random.Next(4) == 0);
        var before = tree.Files.ToDictionary(path => path, File.ReadAllText, StringComparer.Ordinal);
        var named = new List<string>();
        try
        {
            // Twice, as people do, and at times around the check: then the store is all that stands between.
            for (var run = 1; run <= 2; run++)
            {
                var listing = Listing.Create(InputWalker.List(paths, output));
                named.AddRange(listing.Items.Select(listing.PathOf));
                var originals = random.Next(3) > 0 ? OutputCheck.Require(output, force, listing) : OutputCheck.Originals(listing);
                await RestoreAsync(new FileResultStore(output, new Replacing(force, originals)), listing, run, random, cancellationToken);
            }

            Count("restored");
        }
        catch (UsageException)
        {
            Count("refused");
        }

        // Without --force nothing at all that lay there; with it, none of the run's originals, whatever they are called.
        foreach (var (path, content) in before.Where(file => !force || named.Contains(file.Key)))
        {
            if (!File.Exists(path) || await File.ReadAllTextAsync(path, cancellationToken) != content)
            {
                findings.Add($"tree {number}: {Path.GetRelativePath(folder, path)} changed ({string.Join(' ', paths)} -o {output}{(force ? " --force" : "")})");
            }
        }
    }

    private async Task RestoreAsync(FileResultStore store, Listing listing, int run, Random random, CancellationToken cancellationToken)
    {
        foreach (var item in listing.Items)
        {
            var picture = Encoding.UTF8.GetBytes($"result {random.Next()}");
            var map = random.Next(2) == 0 ? Encoding.UTF8.GetBytes($"map {random.Next()}") : [];
            try
            {
                await store.PutAsync(item.Output, picture, new ResultMaps(map, default), Sidecar(picture, map, run), cancellationToken);
            }
            catch (PlaceTakenException)
            {
                Count("refused by the store");
            }
        }
    }

    private static byte[] Sidecar(byte[] picture, byte[] map, int epoch) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"input":{"sha256":""},"settingsHash":"","output":{"sha256":"{{Hash(picture)}}","bytes":{{picture.Length}}},"outcome":"restored","epoch":{{epoch}}{{(map.Length == 0 ? "" : $$""","uncertainty":{"sha256":"{{Hash(map)}}","bytes":{{map.Length}}}""")}}}"""));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void Count(string outcome) => outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
}
