using BirD.Restoration.Imaging;
using BirD.Silo.Api.Problems;
using BirD.Storage.Inputs;
using BirD.Storage.Results;

namespace BirD.Silo.Api.Pictures;

/// <summary>Makes pictures to look at from originals and results, a few at a time, within the limits on pixels.</summary>
internal sealed class Previewer(IInputStoreFactory originals, IResultReaderFactory results, PreviewCodec codec) : IDisposable
{
    /// <summary>A picture is held as floats while it is made small: 12 bytes a pixel.</summary>
    private const int AtATime = 2;

    private static readonly DecodeLimits Limits = new() { MaxBytes = 1L << 30, MaxPixels = 60_000_000 };

    private readonly SemaphoreSlim places = new(AtATime);

    /// <exception cref="Problems.ApiProblemException">The file can't be shown; the message says why.</exception>
    public async Task<byte[]> MakeAsync(Side side, string root, string key, int longest, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            var store = side == Side.Original ? originals.Open(root) : results.Open(root);
            var file = await store.ReadAsync(key, Limits.MaxBytes, cancellationToken);
            return await Task.Run(() => Preview.Encode(codec.Decode(file, Limits).Pixels, longest), cancellationToken);
        }
        catch (Exception e) when (e is PictureException or InputTooLargeException)
        {
            throw Problem.NoPreview(e.Message);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();
}

/// <summary>On which side of a job a file lies.</summary>
internal enum Side
{
    Original = 0,
    Result = 1,
}
