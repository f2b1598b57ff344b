using System.Globalization;
using System.Text.Json;
using BirD.Client.Restore;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Priors.Verification;

namespace BirD.Client.PriorTools;

/// <summary><c>bird prior verify</c>: contract and denoising, with a figure per noise level.</summary>
internal static class PriorVerify
{
    public static int Execute(string nameOrFile, DeviceOptions device, bool json)
    {
        var file = Priors.Locate(nameOrFile);
        using var signals = new StopSignals();
        try
        {
            var line = Verify(file, device, json ? null : new Table(), signals.Token);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(line, PriorJson.Default.VerificationLine));
            }
            else
            {
                WriteVerdict(line);
            }

            return line.Verdict == Word(Verdict.Ok) ? ExitCodes.Done : ExitCodes.SomeFailed;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    public static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    private static VerificationLine Verify(string file, DeviceOptions device, Table? table, CancellationToken cancellationToken)
    {
        PriorDescription? description = null;
        try
        {
            description = PriorDescription.Read(file);
            if (table is not null)
            {
                WriteTitle(description);
            }

            if (description.CheckWeights() is { } damage)
            {
                return VerificationLine.Of(file, description.Info, null, new VerificationReport(damage, []));
            }

            using var denoiser = OnnxDenoiser.Load(file, device);
            return VerificationLine.Of(file, denoiser.Info, denoiser.Device, PriorVerification.Run(denoiser, table, cancellationToken: cancellationToken));
        }
        catch (PriorException e)
        {
            return VerificationLine.Of(file, description?.Info, null, new VerificationReport(e.Message, []));
        }
    }

    private static void WriteTitle(PriorDescription prior) => Console.WriteLine(
        $"{prior.Info.Name} {prior.Info.Version}, {PriorText.Megabytes(prior.Bytes)}, sha256 {prior.Info.Sha256}");

    private static void WriteVerdict(VerificationLine line)
    {
        Console.WriteLine(line.Verdict switch
        {
            "ok" => "ok: it keeps the contract and denoises better than a filter without weights at every level.",
            "weak" => "weak: it denoises, but a filter without weights does better at the levels marked. Is its prediction or noise schedule declared wrongly, or is it hardly trained?",
            _ when line.Problem is { } problem => $"unfit: {problem}",
            _ => "unfit: its answers are no better than the noisy picture or its mean colour at the levels marked. Is its prediction (eps, x0, v), schedule or attention order declared wrongly?",
        });
    }

    /// <summary>Figures as they become known.</summary>
    private sealed class Table : IProgress<NoiseFigure>
    {
        private bool hasHead;

        public void Report(NoiseFigure value)
        {
            if (!hasHead)
            {
                Console.WriteLine("  noise of 255   noisy, dB   prior, dB   without weights, dB");
                hasHead = true;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {value.Sigma * 255,12:0}   {value.Noisy,9:0.00}   {value.Denoised,9:0.00}   {value.WeightFree,19:0.00}   {Word(value.Verdict)}"));
        }
    }
}
