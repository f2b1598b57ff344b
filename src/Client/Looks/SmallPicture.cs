using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Tensors;

namespace BirD.Client.Looks;

/// <summary>
/// Looks at files, small: decoded apart and within limits like every file that somebody gave us (docs/adr/0012), also before a run and for its reports.
/// Safe from one thread at a time.
/// </summary>
internal sealed class SmallPicture : IDisposable
{
    /// <summary>What a picture may take that is only looked at. Larger ones are done without.</summary>
    private static readonly DecodeLimits Limits = new() { MaxBytes = 512L << 20, MaxPixels = 150_000_000 };

    private readonly IsolatedImageCodec codec = new(DecodeHelperOptions.For("bird"));

    public void Dispose() => codec.Dispose();

    /// <summary>The picture, its longer side between once and twice <paramref name="side"/> pixels; null when it is gone, no picture, or too large.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Pixels.</param>
    public ImageTensor? Read(string path, int side)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= Limits.MaxBytes ? codec.Decode(File.ReadAllBytes(path), Limits with { ShrinkTo = side }).Pixels : null;
        }
        catch (Exception e) when (e is PictureException or IOException or UnauthorizedAccessException)
        {
            // It is reported where it is restored.
            return null;
        }
    }
}
