using System.Globalization;
using System.Text.RegularExpressions;
using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Storage.Manifests;

namespace BirD.Client.Inputs;

/// <summary>Finds films among the inputs and gives each frame its neighbours.</summary>
/// <remarks>
/// A sequence is the pictures of one folder whose names differ only in the last number. Where a number is missing, the film is
/// cut: what lies between is unknown. Shots are told apart later, where pixels are compared.
/// </remarks>
internal static partial class SequenceFinder
{
    /// <summary>Frames from which auto looks closer: one second.</summary>
    private const int LeastFrames = 24;

    // Cameras number their pictures too, but write these; scanned film comes in lossless files.
    private static readonly string[] CameraFormats = [".jpg", ".jpeg", ".heic", ".heif", ".avif"];

    public static Listing Attach(Listing listing, SequenceMode mode, RestoreSettings settings)
    {
        if (mode == SequenceMode.Off || settings.Task is not (RestorationTask.Auto or RestorationTask.Denoise or RestorationTask.Deblur))
        {
            return mode == SequenceMode.On && settings.Task is not (RestorationTask.Auto or RestorationTask.Denoise or RestorationTask.Deblur)
                ? throw new UsageException("--sequence on works with the tasks auto, denoise and deblur.")
                : listing;
        }

        var frames = listing.Items.Where(item => item.Companions is null)
            .Select(item => (Item: item, Match: Numbered().Match(item.Key)))
            .Where(frame => frame.Match.Success && (mode == SequenceMode.On || !CameraFormats.Contains(Path.GetExtension(frame.Item.Key).ToLowerInvariant())))
            .GroupBy(frame => (frame.Item.Root, frame.Match.Groups["stem"].Value, frame.Match.Groups["rest"].Value))
            .SelectMany(group => Runs(group.Select(frame => (frame.Item, long.Parse(frame.Match.Groups["number"].Value, CultureInfo.InvariantCulture)))))
            .Where(run => mode == SequenceMode.On ? run.Count > 1 : run.Count >= LeastFrames && FilmLook.IsFilm([.. run.Select(listing.PathOf)]))
            .SelectMany(WithNeighbours)
            .ToDictionary(frame => (frame.Root, frame.Key));
        return listing with { Items = [.. listing.Items.Select(item => frames.GetValueOrDefault((item.Root, item.Key), item))] };
    }

    private static List<List<ManifestItem>> Runs(IEnumerable<(ManifestItem Item, long Number)> frames)
    {
        var runs = new List<List<ManifestItem>>();
        long? last = null;
        foreach (var (item, number) in frames.OrderBy(frame => frame.Number))
        {
            if (number != last + 1)
            {
                runs.Add([]);
            }

            runs[^1].Add(item);
            last = number;
        }

        return runs;
    }

    private static IEnumerable<ManifestItem> WithNeighbours(List<ManifestItem> run) => run.Select((item, n) => item with
    {
        Companions = [.. FilmWindow.Around(n, run.Count).Select(k => new ManifestCompanion(CompanionRole.Frame, run[k].Root, run[k].Key))],
    });

    /// <summary>"reel/scene-0042.tif" is stem "reel/scene-", number 42, rest ".tif". At most 18 digits, which a long holds.</summary>
    [GeneratedRegex(@"^(?<stem>.*?)(?<number>[0-9]{1,18})(?<rest>[^0-9/]*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
