using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Series;

/// <summary>A large picture restored region by region, so that the state of one region is all the state there is.</summary>
/// <remarks>
/// Noise goes by the picture's coordinates and one kernel holds for all regions, so neighbours agree where they overlap. The
/// kernel is learned, if at all, on a pilot: the region with the strongest edges, which is then restored again with the others.
/// </remarks>
/// <param name="grid">How the result is cut.</param>
/// <param name="open">The sampler of a region; the flag says whether it is the pilot, which may learn.</param>
/// <param name="pilot">The region on which the kernel is learned; null when it is known.</param>
/// <param name="focus">The region by which the result is judged.</param>
/// <param name="settle">Enforces on the joined result what the task guarantees.</param>
/// <param name="afterRegion">Called when a region's state has been let go.</param>
public sealed class RegionSeries(
    RegionGrid grid, Func<int, bool, ISampler> open, int? pilot, int focus, Action<ImageTensor>? settle = null, Action? afterRegion = null) : IResidentSampler
{
    private readonly int pilots = pilot is null ? 0 : 1;
    private readonly int stepsEach = open(focus, false).StepCount;
    private int opened = -1;
    private ISampler? current;

    public int StepCount => (grid.Count + pilots) * stepsEach;

    /// <summary>The part of the result that <see cref="ResidualMap"/> tells of.</summary>
    public Window? Focus => grid[focus];

    public int Planned(SamplerState state, int step)
    {
        var (turn, start) = At(state);
        return turn == grid.Count + pilots ? step : start + SamplerAt(turn).Planned(state, step - start) + ((grid.Count + pilots - turn - 1) * stepsEach);
    }

    public SamplerState Start()
    {
        var state = SamplerAt(0).Start();
        state.Canvas = new RegionCanvas(3, grid.Height, grid.Width);
        return state;
    }

    public PriorRequest Prepare(SamplerState state, int step)
    {
        var (turn, start) = At(state);
        return SamplerAt(turn).Prepare(state, step - start);
    }

    public void Advance(SamplerState state, int step, ImageTensor output)
    {
        var (turn, start) = At(state);
        SamplerAt(turn).Advance(state, step - start, output);
        Turn(state, step);
    }

    public ResidentStep? Describe(SamplerState state, int step)
    {
        var (turn, start) = At(state);
        return (SamplerAt(turn) as IResidentSampler)?.Describe(state, step - start);
    }

    public void Took(SamplerState state, int step, double loss)
    {
        var (turn, start) = At(state);
        ((IResidentSampler)SamplerAt(turn)).Took(state, step - start, loss);
        Turn(state, step);
    }

    public ImageTensor Result(SamplerState state)
    {
        var result = CanvasOf(state).ToImage();
        settle?.Invoke(result);
        return result;
    }

    public double Residual(SamplerState state)
    {
        var residual = ResidualMap(state);
        return Math.Sqrt(TensorPrimitives.SumOfSquares(residual.Data) / residual.Data.Length);
    }

    /// <summary>Of the region in <see cref="Focus"/>, of the result as it is.</summary>
    public ImageTensor ResidualMap(SamplerState state)
    {
        var settled = CanvasOf(state).Part(grid[focus]);
        TensorPrimitives.Multiply(settled.Data, 2f, settled.Data);
        TensorPrimitives.Subtract(settled.Data, 1f, settled.Data);
        return open(focus, false).ResidualMap(new SamplerState { X = settled, Kernel = state.Kernel })
            ?? throw new InvalidOperationException("Only algorithms that offer a residual run region by region.");
    }

    public ImageTensor? Uncertainty(SamplerState state) => state.CanvasSpread?.ToImage();

    /// <summary>After the last step of a region: keeps it, and turns to the next.</summary>
    private void Turn(SamplerState state, int step)
    {
        var (turn, start) = At(state);
        if (SamplerAt(turn).Planned(state, step + 1 - start) > step + 1 - start)
        {
            return;
        }

        state.RegionEnds.Add(step + 1);

        if (turn >= pilots)
        {
            Keep(state, SamplerAt(turn), turn - pilots);
        }

        // Scales and losses of the first region stand for all: thousands of numbers would tell no more.
        state.ScaleHistory.Truncate((int)state.RegionEnds[0]);
        state.LossHistory.Truncate((int)state.RegionEnds[0]);

        if (turn + 1 < grid.Count + pilots)
        {
            var fresh = SamplerAt(turn + 1).Start();
            (state.X, state.Estimate, state.Mask) = (fresh.X, fresh.Estimate, fresh.Mask);
            (state.SampleMean, state.SampleSpread) = (null, null);
            (state.GuidanceScale, state.LogNormaliser, state.StoppedBy) = (fresh.GuidanceScale, fresh.LogNormaliser, null);
            state.Residuals.Clear();
            state.SampleEnds.Clear();
        }

        afterRegion?.Invoke();
    }

    private void Keep(SamplerState state, ISampler sampler, int region)
    {
        grid.AddTo(CanvasOf(state), sampler.Result(state), region);
        if (sampler.Uncertainty(state) is { } spread)
        {
            grid.AddTo(state.CanvasSpread ??= new RegionCanvas(1, grid.Height, grid.Width), spread, region);
        }
    }

    private ISampler SamplerAt(int turn)
    {
        if (opened != turn)
        {
            (current, opened) = (turn < pilots ? open(pilot!.Value, true) : open(turn - pilots, false), turn);
        }

        return current!;
    }

    /// <summary>The region whose turn it is, the pilot first, and the step at which it began.</summary>
    private static (int Turn, int Start) At(SamplerState state) => (state.RegionEnds.Count, state.RegionEnds is [.., var end] ? (int)end : 0);

    private static RegionCanvas CanvasOf(SamplerState state) =>
        state.Canvas ?? throw new InvalidOperationException("The state was not started region by region.");
}
