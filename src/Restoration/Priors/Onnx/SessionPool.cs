using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Several sessions of one model, so that shapes that come back find their plans: ONNX Runtime keeps those of a session's latest shape only.</summary>
/// <remarks>Not thread-safe. Weights are held once for each, so a large model has few.</remarks>
/// <param name="first">The session that there is; the pool's from now on.</param>
/// <param name="open">Opens another one.</param>
/// <param name="most">How many there may be, 1 or more.</param>
internal sealed class SessionPool(InferenceSession first, Func<InferenceSession> open, int most) : IDisposable
{
    /// <summary>The longest unused first.</summary>
    private readonly List<((int N, int H, int W) Shape, InferenceSession Session)> sessions = [(default, first)];

    /// <summary>How often a session was given another shape, or opened for one: each time all its plans are made.</summary>
    public int Plans { get; private set; }

    /// <summary>The session for a shape, and whether it had another one before, whose memory it still holds.</summary>
    public (InferenceSession Session, bool IsChanged) Of((int N, int H, int W) shape)
    {
        var at = sessions.FindIndex(held => held.Shape == shape);
        var (session, isChanged) = (default(InferenceSession), false);
        if (at >= 0)
        {
            session = sessions[at].Session;
            sessions.RemoveAt(at);
        }
        else
        {
            Plans++;
            at = sessions.FindIndex(held => held.Shape == default);
            if (at < 0 && sessions.Count < most)
            {
                session = open();
            }
            else
            {
                (at, isChanged) = at < 0 ? (0, true) : (at, false);
                session = sessions[at].Session;
                sessions.RemoveAt(at);
            }
        }

        sessions.Add((shape, session));
        return (session, isChanged);
    }

    /// <summary>Closes all but the one that was used last: memory is short.</summary>
    /// <returns>Whether there was anything to close.</returns>
    public bool Shrink()
    {
        var any = sessions.Count > 1;
        foreach (var (_, session) in sessions.SkipLast(1))
        {
            session.Dispose();
        }

        sessions.RemoveRange(0, sessions.Count - 1);
        return any;
    }

    public void Dispose() => sessions.ForEach(held => held.Session.Dispose());
}
