using System.Diagnostics;
using System.Globalization;
using BirD.Restoration.Denoising.Onnx;
using BirD.Restoration.Denoising.Tiling;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine;
using BirD.Restoration.Noise;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Client.Doctor;

/// <summary>Loads the prior and lets it denoise a grey picture: it must bring the noise down.</summary>
internal static class PriorCheck
{
    private const double Sigma = 0.1;

    public static Finding Run(string prior)
    {
        try
        {
            using var denoiser = OnnxDenoiser.Load(Priors.Locate(prior), new DeviceOptions { Kind = DeviceKind.Cpu });
            var chain = NoiseSchedule.Linear(denoiser.Info.ScheduleSteps, denoiser.Info.BetaStart, denoiser.Info.BetaEnd);
            var x = new ImageTensor(3, 256, 256);
            new PhiloxNoise(1).Fill(x, NoiseUse.Start, 0);
            var abar = NoiseLevel.AlphaBarOf(Sigma);
            var scale = (float)(2 * Sigma * Math.Sqrt(abar));
            for (var n = 0; n < x.Data.Length; n++)
            {
                x.Data[n] *= scale;
            }

            var clock = Stopwatch.StartNew();
            var output = new TiledDenoiser(denoiser).Evaluate(new PriorRequest(x, (float)new NoiseLevel(chain).TimestepOf(Sigma)), CancellationToken.None);
            var seconds = clock.Elapsed.TotalSeconds;
            var left = Math.Sqrt(CleanEstimate.Clamped(denoiser.Info.Prediction, x, output, abar).Data.Average(v => (double)v * v)) / 2;
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{denoiser.Info.Name} {denoiser.Info.Version}, {denoiser.Info.Licence}; 256 x 256 in {seconds:0.00} s; noise {Sigma * 255:0.0} to {left * 255:0.0} of 255");
            return left < Sigma / 3
                ? new Finding("prior", Finding.Ok, detail)
                : new Finding("prior", Finding.Fail, detail, "The model does not denoise; use another one or the bundled bird-leaves.");
        }
        catch (Exception e) when (e is PriorException or EngineException or UsageException)
        {
            return new Finding("prior", Finding.Fail, e.Message, $"Bundled priors: {string.Join(", ", Priors.Bundled)}.");
        }
    }
}
