using System.Collections.Concurrent;

namespace BirD.Restoration.Tensors;

/// <summary>Float arrays of pictures, used again instead of thrown away: a step needs the same ones as the step before.</summary>
/// <remarks>
/// Steps of large pictures would otherwise leave hundreds of megabytes of garbage each. Whoever rents need not return: an array
/// that isn't returned is collected like any other.
/// </remarks>
internal static class TensorPool
{
    /// <summary>Idle arrays kept, bytes. More would lie beside what needs it when regions or pictures change their size.</summary>
    private const long Ceiling = 256_000_000;

    /// <summary>So much may stay between pictures, bytes: those of small pictures come back with the next one, and fetching them anew is a tenth of its work.</summary>
    private const long BetweenPictures = 32_000_000;

    private static readonly ConcurrentDictionary<int, ConcurrentBag<float[]>> Idle = [];
    private static long kept;

    /// <summary>A tensor whose values are arbitrary; every one of them must be written.</summary>
    public static ImageTensor Rent(int channels, int height, int width)
    {
        var length = checked(channels * height * width);
        if (Idle.TryGetValue(length, out var bag) && bag.TryTake(out var data))
        {
            Interlocked.Add(ref kept, -Bytes(length));
            return new ImageTensor(channels, height, width, data);
        }

        return new ImageTensor(channels, height, width, GC.AllocateUninitializedArray<float>(length));
    }

    public static ImageTensor RentLike(ImageTensor other) => Rent(other.Channels, other.Height, other.Width);

    /// <summary>Gives the array back; the tensor and every other reference to it must not be used again.</summary>
    public static void Return(ImageTensor tensor)
    {
        var length = tensor.Data.Length;
        if (Volatile.Read(ref kept) + Bytes(length) > Ceiling)
        {
            Clear();
        }

        if (Bytes(length) <= Ceiling / 4)
        {
            Interlocked.Add(ref kept, Bytes(length));
            Idle.GetOrAdd(length, static _ => []).Add(tensor.Data);
        }
    }

    /// <summary>After a picture: forgets what lies idle if it is much, so that what comes next has the memory.</summary>
    public static void Trim()
    {
        if (Volatile.Read(ref kept) > BetweenPictures)
        {
            Clear();
        }
    }

    private static void Clear()
    {
        foreach (var (length, _) in Idle)
        {
            if (Idle.TryRemove(length, out var bag))
            {
                Interlocked.Add(ref kept, -bag.Count * Bytes(length));
            }
        }
    }

    private static long Bytes(int length) => (long)length * sizeof(float);
}
