using System.Collections.Concurrent;
using BirD.Storage.Objects;

namespace BirD.Grains.Tests.Fakes;

/// <summary>What all silos of a test cluster share: stores, originals, gates and counts.</summary>
internal sealed class World
{
    private readonly ConcurrentDictionary<string, int> openings = [];
    private readonly ConcurrentDictionary<string, int> finishes = [];
    private readonly ConcurrentDictionary<string, int> steps = [];
    private readonly ConcurrentDictionary<string, int> resumed = [];
    private readonly ConcurrentDictionary<(string Name, int Step), Gate> gates = [];
    private readonly ConcurrentDictionary<string, byte> broken = [];
    private int running;

    public FaultyObjectStore Objects { get; } = new(new MemoryObjectStore());

    public FakeInputs Inputs { get; } = new();

    public FakeResults Results { get; } = new();

    public int RunningSessions => Volatile.Read(ref running);

    public int OpeningsOf(string name) => openings.GetValueOrDefault(name);

    public int FinishesOf(string name) => finishes.GetValueOrDefault(name);

    public int StepsOf(string name) => steps.GetValueOrDefault(name);

    /// <summary>Step from which the picture was last continued; null when it never was.</summary>
    public int? ResumedFrom(string name) => resumed.TryGetValue(name, out var step) ? step : null;

    /// <summary>Makes the engine wait before it takes this step of this picture.</summary>
    public Gate Hold(string name, int step, bool deaf = false) => gates[(name, step)] = new Gate { Deaf = deaf };

    /// <summary>From now on this silo's device answers nothing but errors.</summary>
    public void BreakDevice(string silo) => broken[silo] = 0;

    public bool IsBroken(string silo) => broken.ContainsKey(silo);

    public int CountOpening(string name) => openings.AddOrUpdate(name, 1, (_, n) => n + 1);

    public void CountFinish(string name) => finishes.AddOrUpdate(name, 1, (_, n) => n + 1);

    public void CountStep(string name) => steps.AddOrUpdate(name, 1, (_, n) => n + 1);

    public void NoteResumed(string name, int step) => resumed[name] = step;

    public void EnterEngine() => Interlocked.Increment(ref running);

    public void LeaveEngine() => Interlocked.Decrement(ref running);

    public Task PassGateAsync(string name, int step, string silo, CancellationToken cancellationToken) =>
        gates.TryGetValue((name, step), out var gate) ? gate.PassAsync(silo, cancellationToken) : Task.CompletedTask;
}
