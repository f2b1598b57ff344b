using BirD.Restoration.Imaging;
using BirD.Restoration.Tensors;
using BirD.Silo.Api.Problems;
using BirD.Storage.Inputs;
using BirD.Storage.Results;

namespace BirD.Silo.Api.Pictures;

/// <summary>Makes pictures to look at from originals and results, a few at a time, within the limits on pixels.</summary>
internal sealed class Previewer(IInputStoreFactory originals, IResultReaderFactory results, PreviewCodec codec) : IDisposable
{
    /// <summary>A picture is held as floats while it is worked on: 12 bytes a pixel.</summary>
    private const int AtATime = 2;

    private static readonly DecodeLimits Limits = new() { MaxBytes = 1L << 30, MaxPixels = 60_000_000 };

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

    /// <summary>Decodes a file apart and makes something of it.</summary>
    /// <exception cref="ApiProblemException">The file can't be shown; the message says why.</exception>
    public async Task<T> MakeAsync<T>(ReadOnlyMemory<byte> file, Func<ImageTensor, T> make, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => make(codec.Decode(file, Limits).Pixels), cancellationToken);
        }
        catch (PictureException e)
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
