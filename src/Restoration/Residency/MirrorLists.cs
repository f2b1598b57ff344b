using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>Index lists that mirror a picture, pad it by reflection to what the prior takes, and undo both.</summary>
internal sealed class MirrorLists(DeviceMemory memory, int height, int width, TileGrid grid) : IDisposable
{
    private readonly OrtValue[] askedRows = Both(mirrored => memory.Upload(Asked(height, grid.TileHeight, mirrored)));
    private readonly OrtValue[] askedColumns = Both(mirrored => memory.Upload(Asked(width, grid.TileWidth, mirrored)));
    private readonly OrtValue[] backRows = Both(mirrored => memory.Upload(Back(height, mirrored)));
    private readonly OrtValue[] backColumns = Both(mirrored => memory.Upload(Back(width, mirrored)));

    /// <summary>From the picture to what the prior sees.</summary>
    /// <param name="mirror">As <see cref="Mirror"/> counts.</param>
    public (OrtValue Rows, OrtValue Columns) Asked(int mirror) => (askedRows[mirror / 2], askedColumns[mirror % 2]);

    /// <summary>From the prior's answer to the picture.</summary>
    /// <param name="mirror">As <see cref="Mirror"/> counts.</param>
    public (OrtValue Rows, OrtValue Columns) Back(int mirror) => (backRows[mirror / 2], backColumns[mirror % 2]);

    public void Dispose()
    {
        foreach (var list in (OrtValue[])[.. askedRows, .. askedColumns, .. backRows, .. backColumns])
        {
            list.Dispose();
        }
    }

    private static OrtValue[] Both(Func<bool, OrtValue> upload) => [upload(false), upload(true)];

    private static long[] Asked(int length, int padded, bool mirrored)
    {
        var list = new long[padded];
        for (var i = 0; i < padded; i++)
        {
            var at = Reflect.Index(i, length);
            list[i] = mirrored ? length - 1 - at : at;
        }

        return list;
    }

    private static long[] Back(int length, bool mirrored)
    {
        var list = new long[length];
        for (var i = 0; i < length; i++)
        {
            list[i] = mirrored ? length - 1 - i : i;
        }

        return list;
    }
}
