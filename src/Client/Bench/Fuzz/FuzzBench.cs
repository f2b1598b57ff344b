using System.Diagnostics;
using System.Globalization;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Isolation;

namespace BirD.Client.Bench.Fuzz;

/// <summary>Feeds damaged files of every format through decode and encode: each must come out or be refused with a reason.</summary>
/// <param name="count">Files.</param>
/// <param name="seed">Decides every damage.</param>
/// <param name="save">Folder for files that were neither; null keeps none.</param>
internal sealed class FuzzBench(int count, int seed, string? save)
{
    private static readonly DecodeLimits Limits = new() { MaxPixels = 20_000_000 };
    private static readonly ProvenanceStamp Stamp = new(ProvenanceStamp.Enhanced, "fuzz", "hash", "source");
    private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
    private readonly List<string> findings = [];
    private TimeSpan longest;

    /// <summary>Files that came out whole, and those refused, by fault; "finding" for neither.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => outcomes;

    public IReadOnlyList<string> Findings => findings;

    public static DecodeHelperOptions Helper => DecodeHelperOptions.For("bird") with
    {
        Timeout = TimeSpan.FromSeconds(30), MemoryBytes = 1L << 30, Processes = 1,
    };

    public static async Task<int> ExecuteAsync(int count, int seed, string? save, CancellationToken cancellationToken)
    {
        using var codec = new IsolatedImageCodec(Helper);
        var bench = new FuzzBench(count, seed, save);
        var clock = Stopwatch.StartNew();
        await Task.Run(() => bench.Run(codec, cancellationToken), cancellationToken);
        foreach (var line in bench.Lines(clock.Elapsed, codec.Losses))
        {
            Console.WriteLine(line);
        }

        return bench.findings.Count == 0 ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    public void Run(IImageCodec codec, CancellationToken cancellationToken)
    {
        var corpus = FuzzCorpus.Create();
        for (var n = 0; n < count; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new Random(unchecked((seed * 1_000_003) + n));
            var (name, bytes) = corpus[n % corpus.Count];
            var damaged = Mutator.Mutate(bytes, random, corpus[random.Next(corpus.Count)].Bytes);
            var clock = Stopwatch.StartNew();
            Count(Try(codec, damaged, name, n));
            longest = clock.Elapsed > longest ? clock.Elapsed : longest;
        }
    }

    private string Try(IImageCodec codec, byte[] bytes, string name, int number)
    {
        try
        {
            var image = codec.Decode(bytes, Limits);
            codec.Encode(image, image.Pixels, Stamp);
            return "came out";
        }
        catch (PictureException e)
        {
            return e.InnerException is DecodeHelperException ? "refused: helper lost" : $"refused: {e.Fault}";
        }
#pragma warning disable CA1031 // Whatever else comes out of it is what we are looking for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            findings.Add($"file {number} ({name}): {e.GetType().Name}: {e.Message}");
            if (save is not null)
            {
                Directory.CreateDirectory(save);
                File.WriteAllBytes(Path.Combine(save, $"{seed}-{number}-{name}.bin"), bytes);
            }

            return "finding";
        }
    }

    private void Count(string outcome) => outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;

    private IEnumerable<string> Lines(TimeSpan elapsed, int losses)
    {
        foreach (var (outcome, files) in outcomes)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{files,8}  {outcome}");
        }

        foreach (var finding in findings)
        {
            yield return finding;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{count} files, seed {seed}, {elapsed.TotalSeconds:0} s, longest {longest.TotalSeconds:0.00} s, {losses} helpers lost, {findings.Count} findings; this process peaked at {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB.");
    }
}
