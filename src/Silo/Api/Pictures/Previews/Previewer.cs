using System.Security.Cryptography;
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
/// <remarks>Who waits holds nothing: no byte of a file is read before there is a place, and memory for the file and for its pixels.</remarks>
internal sealed class Previewer(IInputStoreFactory originals, IResultReaderFactory results, PreviewCodec codec, IOptions<ApiOptions> options) : IDisposable
{
    /// <summary>A picture is held as floats while it is worked on, then as bytes, then as tiles.</summary>
    private const long BytesPerPixel = 16;

    /// <summary>More would keep all processors from restoring.</summary>
    private const int AtATime = 2;

    /// <summary>
    /// How large a picture is shows only when its file is opened, for which memory must have been set aside: it is tried with
    /// little, and again with more. The file is read again then; few pictures are so large.
    /// </summary>
    private static readonly long[] Sizes = [15_000_000, 60_000_000, 150_000_000];

    private static readonly DecodeLimits Limits = new() { MaxBytes = 1L << 30 };

    private readonly long mostPixels = Math.Min(options.Value.PreviewBytes / BytesPerPixel, Sizes[^1]);
    private readonly long mostBytes = Math.Min(options.Value.PreviewBytes, Limits.MaxBytes);
    private readonly MemoryBudget memory = new(options.Value.PreviewBytes);
    private readonly SemaphoreSlim places = new(AtATime);

    /// <summary>Which state the file is in, without reading it.</summary>
    /// <exception cref="ApiProblemException">The file is too large to be shown.</exception>
    public async Task<InputStamp> StampAsync(PictureFile file, CancellationToken cancellationToken)
    {
        var stamp = await Open(file).StampAsync(file.Key, cancellationToken);
        return stamp.Length <= mostBytes
            ? stamp
            : throw Problem.NoPreview($"The file has {stamp.Length:N0} bytes; for looking at a picture the limit is {mostBytes:N0} (Bird:Api:PreviewBytes). Restoring has another.");
    }

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    /// <exception cref="ApiProblemException">The file is too large to be shown.</exception>
    public Task<string> HashAsync(PictureFile file, CancellationToken cancellationToken) =>
        ReadAsync(file, 0, bytes => Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), cancellationToken);

    /// <summary>Decodes a file apart, as large as it is to be shown, and makes something of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="longest">Longer side of what is shown, pixels; what is decoded may have twice that.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ApiProblemException">The file can't be shown; the message says why.</exception>
    public async Task<T> MakeAsync<T>(PictureFile file, int longest, Func<ImageTensor, T> make, CancellationToken cancellationToken)
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
    public async Task<T> MakeAsync<T>(PictureFile file, Func<ImageTensor, T> make, CancellationToken cancellationToken)
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

    private Task<T> MakeAsync<T>(PictureFile file, DecodeLimits limits, long pixels, Func<ImageTensor, T> make, CancellationToken cancellationToken) =>
        ReadAsync(file, pixels * BytesPerPixel, bytes => make(codec.Decode(bytes, limits).Pixels), cancellationToken);

    /// <param name="file">The file.</param>
    /// <param name="more">Bytes that <paramref name="make"/> takes beside the file.</param>
    /// <param name="make">Runs on a thread of its own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    private async Task<T> ReadAsync<T>(PictureFile file, long more, Func<ReadOnlyMemory<byte>, T> make, CancellationToken cancellationToken)
    {
        var stamp = await StampAsync(file, cancellationToken);
        await places.WaitAsync(cancellationToken);
        try
        {
            using var share = await memory.TakeAsync(stamp.Length + more, cancellationToken);
            var bytes = await Open(file).ReadAsync(file.Key, stamp.Length, cancellationToken);
            return await Task.Run(() => make(bytes), cancellationToken);
        }
        catch (InputTooLargeException)
        {
            throw Problem.NoPreview("The file grew while it was read: somebody still writes it. Ask again later.");
        }
        finally
        {
            places.Release();
        }
    }

    private IInputStore Open(PictureFile file) => file.Side == Side.Original ? originals.Open(file.Root) : results.Open(file.Root);

    public void Dispose() => places.Dispose();
}
