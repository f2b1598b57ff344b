using System.Globalization;
using BirD.Client.Bench.Pictures;
using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Engine;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Tensors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench.Film;

/// <summary>Pans over clean pictures, adds flicker and grain, and restores the frames with their neighbours and one by one.</summary>
internal static class FilmBench
{
    public static async Task<int> ExecuteAsync(FilmRequest request, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddRestoration(new RestorationOptions { PriorFile = request.PriorFile, Device = request.Device })
            .BuildServiceProvider();
        var codec = services.GetRequiredService<IImageCodec>();
        var (worn, single, film) = (new List<FilmScore>(), new List<FilmScore>(), new List<FilmScore>());
        await Console.Error.WriteLineAsync("warping error in codes, flicker in %, PSNR in dB: as it went in; frame by frame; as film");
        foreach (var (file, index) in request.Files.Select((file, index) => (file, index)))
        {
            var clean = Pan.Over(codec.Decode(await File.ReadAllBytesAsync(file, cancellationToken), new DecodeLimits()).Pixels, request.Frames);
            var observed = clean.Select((frame, n) => Pan.Worn(frame, (index * request.Frames) + n)).ToList();
            worn.Add(FilmScore.Of(observed, clean));
            single.Add(FilmScore.Of(await RestoreAsync(services, request, observed, radius: 0, cancellationToken), clean));
            film.Add(FilmScore.Of(await RestoreAsync(services, request, observed, FilmWindow.Radius, cancellationToken), clean));
            await Console.Error.WriteLineAsync(Line(Path.GetFileName(file), worn[^1], single[^1], film[^1]));
        }

        await Console.Error.WriteLineAsync(Line($"mean of {worn.Count}", FilmScore.Mean(worn), FilmScore.Mean(single), FilmScore.Mean(film)));
        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyList<ImageTensor>> RestoreAsync(
        IServiceProvider services, FilmRequest request, List<ImageTensor> frames, int radius, CancellationToken cancellationToken)
    {
        var (restorer, engine) = (services.GetRequiredService<IPictureRestorer>(), services.GetRequiredService<IStepEngine>());
        var files = frames.Select(LosslessPicture.Encode).ToList();
        var restored = new List<ImageTensor>();
        for (var n = 0; n < files.Count; n++)
        {
            var input = new PictureInput(files[n])
            {
                Companions = radius == 0 ? [] : [.. FilmWindow.Around(n, files.Count).Select(k => new Companion(CompanionRole.Frame, files[k]))],
            };
            var work = await restorer.OpenAsync(input, request.Settings, null, cancellationToken);
            if (work.Session is { } session)
            {
                await engine.RunAsync(session, SegmentLimit.None, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var finished = await restorer.FinishAsync(work, cancellationToken);
            restored.Add(services.GetRequiredService<IImageCodec>().Decode(finished.Output, new DecodeLimits()).Pixels);
        }

        return restored;
    }

    private static string Line(string name, params FilmScore[] scores) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-14} {string.Join("   ", scores.Select(s => FormattableString.Invariant($"{s.WarpingError,5:0.00} {s.Flicker,4:0.00}% {s.Psnr,5:0.00}")))}");
}
