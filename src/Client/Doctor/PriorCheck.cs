using System.Diagnostics;
using System.Globalization;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Priors.Verification;
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
            var grey = new ImageTensor(3, 256, 256);
            Array.Fill(grey.Data, 0.5f);
            var clock = Stopwatch.StartNew();
            var psnr = new DenoisingTrial(denoiser).Run(grey, Sigma, seed: 1, CancellationToken.None).Denoised;
            var seconds = clock.Elapsed.TotalSeconds;
            var left = Math.Pow(10, -psnr / 20);
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{denoiser.Info.Name} {denoiser.Info.Version}, {denoiser.Info.Licence}; 256 x 256 in {seconds:0.00} s; noise {Sigma * 255:0.0} to {left * 255:0.0} of 255");
            return left < Sigma / 3
                ? new Finding("prior", Finding.Ok, detail)
                : new Finding("prior", Finding.Fail, detail, "The model does not denoise; 'bird prior verify' tells more. Use another one or the bundled bird-leaves.");
        }
        catch (Exception e) when (e is PriorException or EngineException or UsageException)
        {
            return new Finding("prior", Finding.Fail, e.Message, $"Bundled priors: {string.Join(", ", Priors.Bundled)}.");
        }
    }
}
