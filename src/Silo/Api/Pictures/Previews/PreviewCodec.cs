using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Isolation;

namespace BirD.Silo.Api.Pictures.Previews;

/// <summary>Decodes for looking at, in helper processes like every other file that somebody gave us. Control silos have no restorer to borrow one from.</summary>
internal sealed class PreviewCodec(DecodeHelperOptions helper) : IDisposable
{
    private readonly IsolatedImageCodec codec = new(helper);

    public DecodedImage Decode(ReadOnlyMemory<byte> file, DecodeLimits limits) => codec.Decode(file, limits);

    public void Dispose() => codec.Dispose();
}
