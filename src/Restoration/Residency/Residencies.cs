using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Restoration.Residency;

/// <summary>Decides where data steps are taken: on the prior's device, if it is one that has its own memory and computes them right.</summary>
public static class Residencies
{
    /// <param name="denoiser">The prior, loaded on its device.</param>
    /// <returns>A residency on its device, or why there is none; neither where the prior has no device but the host.</returns>
    /// <exception cref="EngineException">The device computes so wrongly that the prior's answers can't be trusted either.</exception>
    public static (IResidency? Residency, string? Reason) Open(IDenoiser denoiser)
    {
        if (denoiser is not OnnxDenoiser prior || prior.Options is not { Kind: not DeviceKind.Cpu } device)
        {
            // The vectorised transforms of the host beat products of matrices there (docs/adr/0021).
            return (null, null);
        }

        if (device.Kind == DeviceKind.Plugin)
        {
            return (null, "it is not known where a plug-in has its memory");
        }

        // TensorRT's memory is CUDA's, and CUDA needs no engine built for each new size. Never with TF32: in the Fourier products it costs a code of 255.
        return Open(prior, device with { Kind = DeviceKind.Cuda, AllowTf32 = false, UsesTensorCores = false });
    }

    private static (IResidency?, string?) Open(OnnxDenoiser prior, DeviceOptions device)
    {
        try
        {
            var residency = new OnnxResidency(prior, device);
            string? reason = "";
            try
            {
                reason = ResidencyTrial.Run(prior, residency);
                return (reason is null ? residency : null, reason);
            }
            finally
            {
                if (reason is not null)
                {
                    residency.Dispose();
                }
            }
        }
        catch (EngineException e)
        {
            return (null, e.Message);
        }
        catch (WrongAnswerException e)
        {
            throw new EngineException($"{prior.Device} does not work: {e.Message} {OnnxFailure.DeviceRemedy(e, [])} Or use --device cpu.", outOfMemory: false, e);
        }
    }
}
