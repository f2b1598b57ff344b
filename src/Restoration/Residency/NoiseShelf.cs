using BirD.Restoration.Diffusion;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>Fields of noise in the device's memory. The pictures of a job have one seed, so those of one size are given the same field at the same step.</summary>
/// <remarks>
/// Drawn here and not on the device, so that a seed means the same noise everywhere; drawn once and not for each picture, because a field of
/// 256 x 256 costs 1.2 to 1.5 ms of a processor and an evaluation on a fast device 0.1 ms.
/// </remarks>
internal sealed class NoiseShelf(DeviceMemory memory) : IDisposable
{
    /// <summary>Fields are kept up to so many bytes: all 30 steps of 256 x 256, 768 x 512 and smaller sizes at once, or one field of the largest.</summary>
    private const long MostBytes = 256L << 20;

    private readonly Dictionary<Key, OrtValue> fields = [];
    private readonly Dictionary<Key, Task<ImageTensor>> drawing = [];

    /// <summary>The longest unused first.</summary>
    private readonly LinkedList<Key> order = [];
    private long bytes;

    private readonly record struct Key(INoiseSource Source, int Step, int Height, int Width)
    {
        public long Bytes => 3L * Height * Width * sizeof(float);
    }

    /// <summary>Begins to draw a field that isn't there, on other threads.</summary>
    public void Want(FreshNoise noise, int height, int width)
    {
        var key = new Key(noise.Source, noise.Step, height, width);
        if (!fields.ContainsKey(key) && !drawing.ContainsKey(key))
        {
            drawing.Add(key, Task.Run(() =>
            {
                var field = TensorPool.Rent(3, height, width);
                noise.Draw(field);
                return field;
            }));
        }
    }

    /// <summary>A field that was wanted; it stays the shelf's, and is there until the next one that is taken.</summary>
    public OrtValue Take(FreshNoise noise, int height, int width)
    {
        var key = new Key(noise.Source, noise.Step, height, width);
        if (fields.TryGetValue(key, out var field))
        {
            order.Remove(key);
            order.AddLast(key);
            return field;
        }

        Want(noise, height, width);

        // On the engine's own thread, which has nothing else to do.
        var host = drawing[key].GetAwaiter().GetResult();
        field = memory.Upload(host.Data, 1, 3, height, width);
        drawing.Remove(key);
        TensorPool.Return(host);
        fields.Add(key, field);
        order.AddLast(key);
        bytes += key.Bytes;
        return field;
    }

    /// <summary>Disposes of what was used longest ago, as far as there is too much.</summary>
    /// <param name="most">Bytes that may stay; null for the usual.</param>
    public void Shrink(long? most = null)
    {
        while (bytes > (most ?? MostBytes) && order.First is { Value: var key })
        {
            order.RemoveFirst();
            fields.Remove(key, out var field);
            field!.Dispose();
            bytes -= key.Bytes;
        }
    }

    public void Dispose() => Clear();

    /// <summary>Disposes of all.</summary>
    public void Clear()
    {
        Shrink(0);
        foreach (var (_, task) in drawing)
        {
            TensorPool.Return(task.GetAwaiter().GetResult());
        }

        drawing.Clear();
    }
}
