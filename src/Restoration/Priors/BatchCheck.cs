namespace BirD.Restoration.Priors;

/// <summary>Catches a batch that does not fit its buffers or the prior before native code sees it.</summary>
internal static class BatchCheck
{
    /// <exception cref="ArgumentException">Names the buffer or side that does not fit.</exception>
    public static void Run(DenoiserInfo info, in DenoiseBatch batch)
    {
        var (n, h, w) = (batch.Count, batch.Height, batch.Width);
        if (n < 1 || h < 1 || w < 1 || h % info.SizeMultiple != 0 || w % info.SizeMultiple != 0)
        {
            throw new ArgumentException($"Prior '{info.Name}' needs sides that are multiples of {info.SizeMultiple}; the batch is {n} x {h} x {w}.");
        }

        if (info.NativeSize is { } side && (h != side || w != side))
        {
            throw new ArgumentException($"Prior '{info.Name}' only runs at {side} x {side}; the batch is {h} x {w}.");
        }

        var plane = (long)n * h * w;
        Require(nameof(batch.X), batch.X.Length, plane * 3);
        Require(nameof(batch.Timesteps), batch.Timesteps.Length, n);
        Require(nameof(batch.Output), batch.Output.Length, plane * info.OutputChannels);
    }

    private static void Require(string buffer, long length, long needed)
    {
        if (length < needed)
        {
            throw new ArgumentException($"{buffer} holds {length} values; the batch needs {needed}.");
        }
    }
}
