namespace BirD.Restoration.Tensors;

/// <summary>Reflection at a border without repeating the edge pixel, for any distance and any size.</summary>
public static class Reflect
{
    public static int Index(int i, int size)
    {
        if (size == 1)
        {
            return 0;
        }

        var period = 2 * (size - 1);
        var m = ((i % period) + period) % period;
        return m < size ? m : period - m;
    }
}
