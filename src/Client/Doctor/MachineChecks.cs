using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Tensors;

namespace BirD.Client.Doctor;

internal static class MachineChecks
{
    private const long Megabyte = 1_000_000;

    public static Finding Cores() => Environment.ProcessorCount >= 2
        ? new Finding("cores", Finding.Ok, $"{Environment.ProcessorCount}")
        : new Finding("cores", Finding.Warn, "1", "Restoration works but is slow; two or more cores are better.");

    public static Finding Memory()
    {
        var limits = new WorkLimits();
        var megapixels = MemoryPlan.Megapixels(limits.MemoryBytes);
        var detail = $"{limits.MemoryBytes * 2 / Megabyte:N0} MB; pictures up to about {megapixels} megapixels";
        return megapixels >= 4
            ? new Finding("memory", Finding.Ok, detail)
            : new Finding("memory", Finding.Warn, detail, "Close other programs or use a machine with more memory for larger scans.");
    }

    public static Finding Disk(string output)
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(output)).AvailableFreeSpace;
            return free > 1000 * Megabyte
                ? new Finding("disk", Finding.Ok, $"{free / Megabyte:N0} MB free for {Path.GetFullPath(output)}")
                : new Finding("disk", Finding.Warn, $"{free / Megabyte:N0} MB free", "Results and checkpoints need about twice the size of the originals.");
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return new Finding("disk", Finding.Warn, e.Message, "Name an existing folder with -o.");
        }
    }

    /// <summary>A round trip through libvips: decode what was encoded.</summary>
    public static Finding Codec()
    {
        try
        {
            var codec = new NetVipsImageCodec();
            var picture = codec.Decode(Convert.FromBase64String(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="), new DecodeLimits());
            codec.Decode(codec.Encode(picture, new ImageTensor(1, 1, 1, [0.5f])), new DecodeLimits());
            return new Finding("images", Finding.Ok, "libvips reads and writes JPEG, PNG, TIFF, WebP and AVIF; HEIC, JPEG 2000, JPEG XL, OpenEXR, DPX, GIF, BMP, PSD and camera raw have to be converted first, docs/formats.md says how");
        }
        catch (Exception e) when (e is PictureException or DllNotFoundException or TypeInitializationException)
        {
            return new Finding("images", Finding.Fail, e.Message, "The native libvips of this platform is missing; build on the machine that runs bird.");
        }
    }
}
