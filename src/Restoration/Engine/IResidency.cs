using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;

namespace BirD.Restoration.Engine;

/// <summary>Takes whole steps on the prior's device, where pictures stay from one to the next. Not thread-safe.</summary>
public interface IResidency : IDisposable
{
    /// <summary>Whether the session's next step can be taken here.</summary>
    /// <param name="session">The picture.</param>
    /// <param name="grid">How it is cut.</param>
    bool CanTake(SamplerSession session, TileGrid grid);

    /// <summary>Asks the prior for the next step of several pictures with one evaluation; changes none of them.</summary>
    /// <param name="batch">All of one tile of one shape, all of which <see cref="CanTake"/> has let pass.</param>
    /// <param name="grid">That of any of them.</param>
    /// <param name="cancellationToken">Abandons the evaluation.</param>
    /// <exception cref="EngineException">The device failed; <c>OutOfMemory</c> says whether fewer pictures may succeed.</exception>
    void Evaluate(IReadOnlyList<SamplerSession> batch, TileGrid grid, CancellationToken cancellationToken);

    /// <summary>Takes the step of the pictures that were last evaluated.</summary>
    /// <param name="batch">All of them.</param>
    /// <returns>For each, why it couldn't be brought home after its last step there, and is as it was when it last was at home; null where all went well.</returns>
    /// <exception cref="EngineException">The device failed; all pictures are as they were before.</exception>
    IReadOnlyList<EngineException?> Advance(IReadOnlyList<SamplerSession> batch);

    /// <summary>Brings the picture's state to the host, if it isn't there, and forgets the picture.</summary>
    /// <exception cref="EngineException">The device failed; the session is as it was when it last was at home.</exception>
    void BringHome(SamplerSession session);

    /// <summary>After a failure for lack of memory: pictures as large as this are taken no more.</summary>
    void Refuse(SamplerSession session);

    /// <summary>Gives memory back that no picture uses.</summary>
    void Trim();
}
