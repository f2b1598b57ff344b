using System.ComponentModel.DataAnnotations;

namespace BirD.Silo.Hosting;

/// <summary>What a silo's host must be told; section "Bird:Host".</summary>
public sealed class SiloHostOptions
{
    public const string Section = "Bird:Host";

    /// <summary>Directory of the object store. No default.</summary>
    [Required(ErrorMessage = "Bird:Host:StoreDirectory is missing: give the directory that holds jobs and checkpoints, for example --Bird:Host:StoreDirectory=/srv/bird.")]
    public string StoreDirectory { get; set; } = "";

    /// <summary>The prior's ONNX file. No default.</summary>
    [Required(ErrorMessage = "Bird:Host:PriorFile is missing: give the ONNX file of the prior, for example --Bird:Host:PriorFile=priors/bird-leaves/bird-leaves.onnx.")]
    public string PriorFile { get; set; } = "";
}
