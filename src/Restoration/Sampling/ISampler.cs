using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>One diffusion algorithm for one picture: what the prior is asked at each step and what follows from its answer.</summary>
/// <remarks>
/// A step is <see cref="Prepare"/>, one evaluation of the prior, <see cref="Advance"/>. Only Advance changes the state,
/// so a step whose evaluation failed can be repeated or a checkpoint taken in its place: Prepare may then be called again for the
/// same step. They are apart because the engine evaluates the prior for many pictures at once.
/// Threads: one at a time, not always the same one; a session never has two steps under way. Ownership: the state is the session's, and
/// only Advance may replace its tensors; a request's tensor stays the sampler's until Advance or the next Prepare; the prior's answer
/// is the engine's, and must not be kept; the result is the caller's.
/// </remarks>
public interface ISampler
{
    /// <summary>Steps of a run at most.</summary>
    int StepCount { get; }

    /// <summary>
    /// Steps of the whole run as far as can be told after so many of them: just as many once the run is over, which may be before
    /// <see cref="StepCount"/>. Follows from the state alone, so a resumed run ends where an undisturbed one does.
    /// </summary>
    int Planned(SamplerState state, int step);

    SamplerState Start();

    /// <summary>The prior's input for this step; valid until the next call.</summary>
    PriorRequest Prepare(SamplerState state, int step);

    /// <param name="state">Changed into the state before the next step.</param>
    /// <param name="step">Step index, 0 first.</param>
    /// <param name="output">The prior's answer, 3 or 6 channels of the picture's size.</param>
    void Advance(SamplerState state, int step, ImageTensor output);

    /// <summary>The restored picture, [0,1], after the last step.</summary>
    ImageTensor Result(SamplerState state);

    /// <summary>Root mean square of the re-degraded result minus the observation, [0,1] units.</summary>
    double Residual(SamplerState state);

    /// <summary>The observation minus the re-degraded result, [0,1] units; null when the algorithm doesn't offer it.</summary>
    ImageTensor? ResidualMap(SamplerState state) => null;

    /// <summary>The part of the result that <see cref="ResidualMap"/> tells of; null for all of it.</summary>
    Window? Focus => null;

    /// <summary>Standard deviation of the result at each pixel, one plane, [0,1] units; null when only one sample was drawn.</summary>
    ImageTensor? Uncertainty(SamplerState state) => null;
}

/// <param name="X">3 x H x W, variance-preserving, clean range [-1,1].</param>
/// <param name="Timestep">Original timestep, fractions allowed.</param>
/// <param name="Step">Step index of the run: where a picture is evaluated in tiles, they lie elsewhere at each step.</param>
public readonly record struct PriorRequest(ImageTensor X, float Timestep, int Step = 0);
