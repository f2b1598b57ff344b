using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Whether a device has a kernel for every node of a prior: one that is left to the CPU takes the whole picture over the bus and back.</summary>
public static class DevicePlacement
{
    /// <param name="file">The prior.</param>
    /// <param name="device">A device that works.</param>
    /// <returns>What ONNX Runtime says against it; null when all of it runs there.</returns>
    public static string? Problem(string file, DeviceOptions device)
    {
        try
        {
            OnnxSessionFactory.OpenWhole(file, device).Dispose();
            return null;
        }
        catch (OnnxRuntimeException e)
        {
            return e.Message;
        }
    }
}
