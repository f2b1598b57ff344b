using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Restoration.Hosting;

/// <summary>Which prior runs where, and how much one picture may take.</summary>
public sealed class RestorationOptions
{
    /// <summary>The prior's ONNX file.</summary>
    /// <value>No default: the host knows where its priors lie.</value>
    public string PriorFile { get; set; } = "";

    /// <summary>Device of the steps.</summary>
    /// <value>Default: cpu.</value>
    public DeviceOptions Device { get; set; } = new() { Kind = DeviceKind.Cpu };

    /// <summary>Largest tile side for priors that run at any size, pixels: bounds the memory of one evaluation.</summary>
    /// <value>Default: 1536, the side of a region, so that a region is one evaluation.</value>
    public int MaxTileSide { get; set; } = TiledDenoiser.StandardSide;

    /// <summary>What pictures are refused.</summary>
    public WorkLimits Limits { get; set; } = new();

    /// <summary>The program that decodes pictures apart from this process; see docs/adr/0012.</summary>
    /// <value>Default: null, pictures are decoded in this process.</value>
    public DecodeHelperOptions? DecodeHelper { get; set; }
}
