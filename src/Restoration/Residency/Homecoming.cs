using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Residency;

/// <summary>What it takes to have a session's state on the host again after steps on a device: whole, or as it left.</summary>
/// <remarks>Between the two only x_t, the mean of estimates and what is recorded of steps change; the host's x_t and mean stay as they were.</remarks>
internal sealed class Homecoming(SamplerSession session)
{
    private readonly (int Step, int Scales, int Losses) left = (session.StepIndex, session.State.ScaleHistory.Count, session.State.LossHistory.Count);

    /// <param name="download">Fills a tensor with x_t, or with the mean where the flag is set.</param>
    public void Bring(Action<ImageTensor, bool> download)
    {
        var state = session.State;
        var x = TensorPool.RentLike(state.X);
        var mean = state.Estimate is { } estimate ? TensorPool.RentLike(estimate) : null;
        try
        {
            download(x, false);
            if (mean is not null)
            {
                download(mean, true);
            }
        }
        catch
        {
            session.Rewind(left.Step);
            state.ScaleHistory.Truncate(left.Scales);
            state.LossHistory.Truncate(left.Losses);
            throw;
        }

        TensorPool.Return(state.X);
        state.X = x;
        if (state.Estimate is { } old)
        {
            TensorPool.Return(old);
            state.Estimate = mean;
        }
    }
}
