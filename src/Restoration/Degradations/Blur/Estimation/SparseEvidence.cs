namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>How well a picture of few edges explains an observation under a kernel.</summary>
/// <param name="Residual">Mean square of what it leaves, squared [0,1] units.</param>
/// <param name="Edges">Share of the pixels that have an edge, 0 to 1.</param>
/// <param name="Weight">What an edge costs, squared [0,1] units.</param>
internal readonly record struct SparseEvidence(double Residual, double Edges, double Weight)
{
    /// <summary>Less is better. A kernel that fits best by noise in the sharp picture pays for it with edges.</summary>
    public double Energy => Residual + (Weight * Edges);
}
