using BirD.Restoration.Engine;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;

namespace BirD.Restoration.Tests.Residency;

/// <summary>A residency that fails when it is told to.</summary>
internal sealed class Faulty(IResidency inner) : IResidency
{
    /// <summary>Told the number of pictures before each evaluation.</summary>
    public Action<int> OnEvaluate { get; set; } = _ => { };

    public Func<int> OnAdvance { get; set; } = () => 0;

    /// <summary>Whether every state that comes home is a little wrong.</summary>
    public bool Skewed { get; init; }

    public int Evaluations { get; private set; }

    public int Largest { get; private set; }

    public int Refusals { get; private set; }

    public bool CanTake(SamplerSession session, TileGrid grid) => inner.CanTake(session, grid);

    public void Evaluate(IReadOnlyList<SamplerSession> batch, TileGrid grid, CancellationToken cancellationToken)
    {
        Evaluations++;
        Largest = Math.Max(Largest, batch.Count);
        OnEvaluate(batch.Count);
        inner.Evaluate(batch, grid, cancellationToken);
    }

    public IReadOnlyList<EngineException?> Advance(IReadOnlyList<SamplerSession> batch)
    {
        OnAdvance();
        var faults = inner.Advance(batch);
        foreach (var session in batch.Where(session => Skewed && session.IsComplete))
        {
            session.State.Estimate!.Data[0] += 1;
        }

        return faults;
    }

    public void BringHome(SamplerSession session) => inner.BringHome(session);

    public void Refuse(SamplerSession session)
    {
        Refusals++;
        inner.Refuse(session);
    }

    public void Trim() => inner.Trim();

    public void Dispose() => inner.Dispose();
}
