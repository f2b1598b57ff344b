using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Tensors;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Problems;
using BirD.Storage.Inputs;
using BirD.Storage.Results;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Api.Pictures.Previews;

/// <summary>Makes pictures to look at from originals and results, as many at a time as memory allows.</summary>
internal sealed class Previewer(IInputStoreFactory originals, IResultReaderFactory results, PreviewCodec codec, IOptions<ApiOptions> options) : IDisposable
{
    /// <summary>A picture is held as floats while it is worked on, then as bytes, then as tiles.</summary>
    private const long BytesPerPixel = 16;

    /// <summary>More would keep all processors from restoring.</summary>
    private const int AtATime = 2;

    /// <summary>
    /// How large a picture is shows only when its file is opened, for which memory must have been set aside: it is tried with
    /// little, and again with more. Only its header is read in vain.
    /// </summary>
    private static readonly long[] Sizes = [15_000_000, 60_000_000, 150_000_000];

    private static readonly DecodeLimits Limits = new() { MaxBytes = 1L << 30 };

    private readonly long mostPixels = Math.Min(options.Value.PreviewBytes / BytesPerPixel, Sizes[^1]);
    private readonly MemoryBudget memory = new(options.Value.PreviewBytes);
    private readonly SemaphoreSlim places = new(AtATime);

    /// <exception cref="ApiProblemException">The file is too large to be shown.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(Side side, string root, string key, CancellationToken cancellationToken)
    {
        try
        {
            var store = side == Side.Original ? originals.Open(root) : results.Open(root);
            return await store.ReadAsync(key, Limits.MaxBytes, cancellationToken);
        }
        catch (InputTooLargeException e)
        {
            throw Problem.NoPreview(e.Message);
        }
    }

    /// <summary>Decodes a file apart, as large as it is to be shown, and makes something of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="longest">Longer side of what is shown, pixels; what is decoded may have twice that.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ApiProblemException">The file can't be shown; the message says why.</exception>
    public async Task<T> MakeAsync<T>(ReadOnlyMemory<byte> file, int longest, Func<ImageTensor, T> make, CancellationToken cancellationToken)
    {
        try
        {
            var limits = Limits with { MaxPixels = Sizes[^1], ShrinkTo = longest };
            return await MakeAsync(file, limits, Math.Min(4L * longest * longest, mostPixels), make, cancellationToken);
        }
        catch (PictureException e)
        {
            throw Problem.NoPreview(e.Message);
        }
    }

    /// <summary>Decodes a file apart, at full size, and makes something of it.</summary>
    /// <exception cref="ApiProblemException">The file can't be shown; the message says why.</exception>
    public async Task<T> MakeAsync<T>(ReadOnlyMemory<byte> file, Func<ImageTensor, T> make, CancellationToken cancellationToken)
    {
        long[] sizes = [.. Sizes.Where(size => size < mostPixels), mostPixels];
        for (var i = 0; ; i++)
        {
            try
            {
                return await MakeAsync(file, Limits with { MaxPixels = sizes[i] }, sizes[i], make, cancellationToken);
            }
            catch (PictureException e) when (e.Fault == PictureFault.TooLarge && i + 1 < sizes.Length)
            {
                // With more memory, then.
            }
            catch (PictureException e)
            {
                throw Problem.NoPreview(e.Fault == PictureFault.TooLarge
                    ? $"{e.Message} For looking at a picture closely that limit is Bird:Api:PreviewBytes, 16 bytes a pixel; restoring has another."
                    : e.Message);
            }
        }
    }

    private async Task<T> MakeAsync<T>(ReadOnlyMemory<byte> file, DecodeLimits limits, long pixels, Func<ImageTensor, T> make, CancellationToken cancellationToken)
    {
        using var share = await memory.TakeAsync(pixels * BytesPerPixel, cancellationToken);
        await places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => make(codec.Decode(file, limits).Pixels), cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}
