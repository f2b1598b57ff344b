using System.Collections.Concurrent;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging.Isolation;

/// <summary>
/// Decodes in helper processes, so that a file that crashes, hangs or bloats the native decoder costs itself and nothing
/// else (docs/adr/0012). Encodes in this process: what is encoded came through a helper unharmed.
/// </summary>
public sealed class IsolatedImageCodec(DecodeHelperOptions options) : IImageCodec, IDisposable
{
    private readonly NetVipsImageCodec inner = new();
    private readonly ConcurrentBag<DecodeProcess> idle = [];
    private readonly SemaphoreSlim places = new(options.Processes);
    private int losses;

    /// <summary>Helpers that died or were ended so far.</summary>
    public int Losses => losses;

    /// <summary>Starts a helper before there is anything to decode: the first picture needn't wait for it.</summary>
    /// <exception cref="IOException">No helper can be started.</exception>
    public void Prepare() => idle.Add(new DecodeProcess(options));

    /// <inheritdoc/>
    /// <exception cref="IOException">No helper can be started.</exception>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int page = 0)
    {
        if (bytes.Length > limits.MaxBytes || bytes.IsEmpty)
        {
            return inner.Decode(bytes, limits, page); // refuses without looking inside
        }

        places.Wait();
        try
        {
            return DecodeApart(bytes, limits, page);
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc/>
    public byte[] Encode(DecodedImage source, ImageTensor pixels, ProvenanceStamp? stamp = null) => inner.Encode(source, pixels, stamp);

    /// <inheritdoc/>
    public byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> pages) => inner.Join(pages);

    public void Dispose()
    {
        while (idle.TryTake(out var process))
        {
            process.Dispose();
        }

        places.Dispose();
    }

    private DecodedImage DecodeApart(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int page)
    {
        for (var fresh = false; ; fresh = true)
        {
            // The second try gets a new process: the first may have been hurt by an earlier picture, or by somebody else.
            var process = !fresh && idle.TryTake(out var waiting) ? waiting : new DecodeProcess(options);
            try
            {
                var image = process.Decode(bytes, limits, page);
                idle.Add(process);
                return image;
            }
            catch (PictureException)
            {
                idle.Add(process);
                throw;
            }
            catch (DecodeHelperException e)
            {
                process.Dispose();
                Interlocked.Increment(ref losses);
                if (e.WasEnded || fresh)
                {
                    throw new PictureException(
                        PictureFault.Truncated,
                        $"The file can't be decoded: {e.Message}. It is damaged, or made to do harm; other pictures are not affected. Open and save it in a program that repairs it.",
                        e);
                }
            }
        }
    }
}
