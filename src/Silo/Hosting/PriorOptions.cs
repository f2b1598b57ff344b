using System.ComponentModel.DataAnnotations;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Silo.Hosting;

/// <summary>Which prior a silo has, and on what it runs; section "Bird:Prior".</summary>
public sealed class PriorOptions
{
    /// <summary>ONNX file, or the name of a bundled prior. Default bird-leaves.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Bird:Prior:File is empty: give an ONNX file or leave it out for bird-leaves.")]
    public string File { get; set; } = "bird-leaves";

    /// <summary>cpu, cuda:N or auto. Default cpu. A silo is pinned to one device.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Bird:Prior:Device is empty: use cpu, cuda:N or auto.")]
    public string Device { get; set; } = "cpu";

    /// <summary>What happens when the device doesn't work: require ends the start, fallback goes on on the CPU and says so. Default require.</summary>
    public DevicePolicy Policy { get; set; } = DevicePolicy.Require;

    /// <summary>Threads of one evaluation on the CPU; 0 leaves two processors to the silo. Default 0.</summary>
    [Range(0, 1024, ErrorMessage = "Bird:Prior:Threads must lie between 0 and 1024; 0 chooses.")]
    public int Threads { get; set; }

    /// <summary>Whether a CUDA device may round the prior's products to TF32 (10 bits of mantissa). Default false.</summary>
    public bool Tf32 { get; set; }

    /// <summary>Memory of a CUDA device that may be used, for example 20GB. Default: what there is.</summary>
    public string? DeviceMemory { get; set; }

    /// <summary>Memory for the pictures in work, for example 8GB; larger pictures are refused. Default: half of what the process may use.</summary>
    public string? Memory { get; set; }

    /// <exception cref="SettingException">The amount can't be read.</exception>
    public WorkLimits ToLimits()
    {
        return Amount(Memory, nameof(Memory)) is { } bytes ? new WorkLimits { MemoryBytes = bytes } : new WorkLimits();
    }

    /// <exception cref="SettingException">No such file and no bundled prior of this name.</exception>
    public string Locate()
    {
        var bundled = Path.Combine(AppContext.BaseDirectory, "priors", File, File + ".onnx");
        return System.IO.File.Exists(File) ? Path.GetFullPath(File)
            : System.IO.File.Exists(bundled) ? bundled
            : throw new SettingException($"Bird:Prior:File is '{File}', which is neither a file nor a bundled prior. Give the path of an ONNX file (--prior).");
    }

    /// <exception cref="SettingException">The device can't be read.</exception>
    public DeviceOptions ToDevice()
    {
        try
        {
            return DeviceOptions.Parse(Device, Policy) with
            {
                IntraOpThreads = Threads > 0 ? Threads : Math.Max(1, Environment.ProcessorCount - 2),
                AllowTf32 = Tf32, MemoryBytes = Amount(DeviceMemory, nameof(DeviceMemory)),
            };
        }
        catch (FormatException e)
        {
            throw new SettingException($"Bird:Prior:Device: {e.Message}", e);
        }
    }

    private static long? Amount(string? text, string setting)
    {
        try
        {
            return text is null ? null : MemorySize.Parse(text);
        }
        catch (FormatException e)
        {
            throw new SettingException($"Bird:Prior:{setting}: {e.Message}", e);
        }
    }
}
