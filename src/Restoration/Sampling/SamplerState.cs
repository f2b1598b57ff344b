using BirD.Restoration.Degradations;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>Everything that evolves from step to step, hence everything that a checkpoint holds.</summary>
public sealed class SamplerState
{
    /// <summary>x_t, 3 x H x W, [-1,1] plus noise.</summary>
    public required ImageTensor X { get; set; }

    /// <summary>K, the degradation as learned so far.</summary>
    public required DegradationKernel Kernel { get; set; }

    /// <summary>M, one H x W plane; null when the task has none.</summary>
    public float[]? Mask { get; set; }

    /// <summary>Running mean of the clean estimates, [-1,1]; null when the profile takes the last one.</summary>
    public ImageTensor? Estimate { get; set; }

    /// <summary>Mean of the samples completed so far, [0,1]; null when there is one sample only.</summary>
    public ImageTensor? SampleMean { get; set; }

    /// <summary>Sum of squared deviations of the samples from their mean; null when there is one sample only.</summary>
    public ImageTensor? SampleSpread { get; set; }

    /// <summary>What the regions restored so far add up to; null when the picture is restored whole.</summary>
    public RegionCanvas? Canvas { get; set; }

    /// <summary>The same of their samples' standard deviation, one plane; null when there is one sample only.</summary>
    public RegionCanvas? CanvasSpread { get; set; }

    /// <summary>The guidance scale s of the next step.</summary>
    public double GuidanceScale { get; set; }

    /// <summary>log N of the next step: stands in for the previous log-variance map, of which it is the only use.</summary>
    public double LogNormaliser { get; set; }

    /// <summary>Guidance scale used at each step so far.</summary>
    public History ScaleHistory { get; init; } = [];

    /// <summary>Distance loss at each step so far, [0,1] units.</summary>
    public History LossHistory { get; init; } = [];

    /// <summary>
    /// Root mean square of what the estimate left over of the observation after each step of the sample in work, [0,1] units; empty
    /// where nobody listens to it.
    /// </summary>
    public List<double> Residuals { get; init; } = [];

    /// <summary>Why the latest run, sample or region ended; null while it goes on.</summary>
    public StopReason? StoppedBy { get; set; }

    /// <summary>Steps after which each sample so far ended, counted from the start of the region or run; empty where one is drawn.</summary>
    public List<double> SampleEnds { get; init; } = [];

    /// <summary>Steps after which each region so far ended; empty where the picture is restored whole.</summary>
    public List<double> RegionEnds { get; init; } = [];

    /// <summary>Times a scale came out non-finite and the previous one was kept.</summary>
    public int NonFiniteScales { get; set; }
}
