using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BirD.Client.Restore;
using BirD.Restoration.Priors.Import;

namespace BirD.Client.PriorTools;

/// <summary><c>bird prior import</c> from checkpoint to exit code.</summary>
internal static class PriorImport
{
    public static async Task<int> ExecuteAsync(ImportRequest request)
    {
        var target = ImportTarget.Choose(request);
        using var signals = new StopSignals();
        var clock = Stopwatch.StartNew();
        try
        {
            var options = target.Name is null ? request.Options : request.Options with { Name = target.Name };
            var result = await ImportProgressDisplay.RunAsync(
                progress => GuidedDiffusionImporter.ImportAsync(request.Checkpoint, target.File, options, progress, signals.Token));
            Show(request, target, result, clock.Elapsed);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("bird: Stopped. No part of the prior was left behind.");
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(
                $"bird: The prior cannot be written: {e.Message} No part of it was left behind. Free some space, or name another place with -o.");
            return ExitCodes.SomeFailed;
        }
    }

    private static void Show(ImportRequest request, ImportTarget target, ImportResult result, TimeSpan elapsed)
    {
        var handle = target.Name ?? target.File;
        if (request.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new ImportLine(
                    handle, result.Files, result.SourceSha256, result.TensorCount, result.ParameterCount, result.Config.Describe(), elapsed.TotalSeconds),
                PriorJson.Default.ImportLine));
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Imported {result.TensorCount} tensors, {result.ParameterCount:N0} parameters, in {elapsed.TotalSeconds:0.0} s."));
        Console.WriteLine($"  network    {result.Config.Describe()}");
        Console.WriteLine($"  source     sha256 {result.SourceSha256}");
        foreach (var file in result.Files)
        {
            Console.WriteLine($"  wrote      {file}, {PriorText.Megabytes(new FileInfo(file).Length)}");
        }

        Console.WriteLine($"Check it with 'bird prior verify {handle}', then restore with '--prior {handle}'.");
    }
}

/// <summary>An import in the machine-readable output. Scripts depend on these names.</summary>
/// <param name="Prior">What <c>--prior</c> takes.</param>
/// <param name="Files">Model and weight file.</param>
/// <param name="SourceSha256">Of the checkpoint.</param>
/// <param name="Tensors">Tensors converted.</param>
/// <param name="Parameters">Numbers in them.</param>
/// <param name="Network">The architecture that was found, one line.</param>
/// <param name="Seconds">Time taken.</param>
internal sealed record ImportLine(
    string Prior, IReadOnlyList<string> Files, string SourceSha256, int Tensors, long Parameters, string Network, double Seconds);
