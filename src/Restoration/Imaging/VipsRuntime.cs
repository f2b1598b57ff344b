using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Settings of libvips that hold for the whole process, applied once before its first use.</summary>
internal static class VipsRuntime
{
    private static readonly Lazy<bool> Started = new(Start);

    /// <exception cref="InvalidOperationException">The native library is missing or too old.</exception>
    public static void EnsureStarted() => _ = Started.Value;

    private static bool Start()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            throw new InvalidOperationException(
                "The native image library libvips could not be loaded. Let the host project reference the "
                + "NetVips.Native package of this platform, or install libvips 8.15 or newer.",
                ModuleInitializer.Exception);
        }

        // The cores belong to the inference session; pictures are decoded while it runs.
        NetVips.NetVips.Concurrency = 1;

        // Every picture is read once: a cache of operations only holds memory, and pinned source bytes, for nothing.
        Cache.Max = 0;

        // Inputs are untrusted; the loaders that libvips itself calls unsafe are never needed here.
        NetVips.NetVips.BlockUntrusted = true;

        // Whatever stops a decode comes as an exception. The rest is remarks such as "unknown tag", which libvips
        // would print between the lines of our own output.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
        return true;
    }
}
