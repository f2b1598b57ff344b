using System.Diagnostics;
using BirD.Client.Bench.Pictures;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Speed;

/// <summary>A whole restore of a tiny picture in a fresh process: start, one step, stop.</summary>
internal static class ColdStart
{
    /// <summary>Seconds; null when the program could not be run.</summary>
    public static async Task<double?> MeasureAsync(string priorFile, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("bird-speed");
        try
        {
            var grey = new ImageTensor(3, 64, 64);
            Array.Fill(grey.Data, 0.5f);
            var picture = Path.Combine(folder.FullName, "grey.png");
            await File.WriteAllBytesAsync(picture, LosslessPicture.Encode(grey), cancellationToken);
            var start = new ProcessStartInfo(
                Environment.ProcessPath!,
                ["restore", picture, "--output", Path.Combine(folder.FullName, "out"), "--task", "denoise", "--noise", "10", "--steps", "1", "--prior", priorFile])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            };
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            await Task.WhenAll(output, errors);
            return process.ExitCode == ExitCodes.Done ? clock.Elapsed.TotalSeconds : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
