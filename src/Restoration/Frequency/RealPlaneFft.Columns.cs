using System.Buffers;
using System.Runtime.Intrinsics;

namespace BirD.Restoration.Frequency;

/// <summary>The way along the columns, where rows of neighbouring columns become strips of neighbouring frequencies and back.</summary>
internal sealed partial class RealPlaneFft
{
    /// <summary>Side of the blocks that are turned at once.</summary>
    private const int Side = 4;

    /// <summary>The columns of two neighbouring strips, as real and imaginary part of one.</summary>
    private void Down(int plane, int from, Row read, float[] re, float[] im)
    {
        var (part, both) = (Height * Strip, Math.Min(2 * Strip, Width - from));
        var buffer = ArrayPool<float>.Shared.Rent(4 * part);
        Span<float> a = buffer.AsSpan(0, part), b = buffer.AsSpan(part, part);
        Span<float> row = stackalloc float[2 * Strip];
        row.Clear();
        for (var y = 0; y < Height; y++)
        {
            read(plane, y, from, row[..both]);
            row[..Strip].CopyTo(a[(y * Strip)..]);
            row[Strip..].CopyTo(b[(y * Strip)..]);
        }

        columns.Run(a, b, buffer.AsSpan(2 * part, part), buffer.AsSpan(3 * part, part));
        for (var v = 0; v < Strips * Strip; v += Side)
        {
            for (var x = 0; x < Strip; x += Side)
            {
                Untangle(a, b, v, x, At(plane, v, from + x), both - x, re, im);
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Four frequencies of four columns of either strip, from the transform of both as one: its even and its odd part.</summary>
    /// <param name="a">Real parts of the transform.</param>
    /// <param name="b">Imaginary parts.</param>
    /// <param name="v">First frequency.</param>
    /// <param name="x">First column within the strip.</param>
    /// <param name="at">Where the left strip's go.</param>
    /// <param name="present">Columns of the plane from <paramref name="x"/> on, both strips' counted.</param>
    /// <param name="re">Real parts of the kept half.</param>
    /// <param name="im">Imaginary parts.</param>
    private void Untangle(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int v, int x, int at, int present, float[] re, float[] im)
    {
        Span<Vector128<float>> rows = stackalloc Vector128<float>[4 * Side];
        rows.Clear();
        var half = Vector128.Create(0.5f);
        // Lanes beyond the kept half are carried along, and must not hold what slows arithmetic down: they stay 0.
        for (var k = 0; k < Side && v + k <= Height / 2; k++)
        {
            var (here, mirror) = (((v + k) * Strip) + x, (Mirror(v + k) * Strip) + x);
            var (p, q) = (Vector128.Create(a[here..]), Vector128.Create(b[here..]));
            var (r, s) = (Vector128.Create(a[mirror..]), Vector128.Create(b[mirror..]));
            (rows[k], rows[Side + k]) = ((p + r) * half, (q - s) * half);
            (rows[(2 * Side) + k], rows[(3 * Side) + k]) = ((q + s) * half, (r - p) * half);
        }

        for (var set = 0; set < 4; set++)
        {
            var block = rows.Slice(set * Side, Side);
            Transposition.Turn(ref block[0], ref block[1], ref block[2], ref block[3]);
            var (target, start, count) = (set % 2 == 0 ? re : im, set < 2 ? at : at + (Strip * Strip), set < 2 ? present : present - Strip);
            for (var column = 0; column < Side && column < count; column++)
            {
                block[column].CopyTo(target, start + (column * Strip));
            }
        }
    }

    /// <summary>The reverse of <see cref="Down"/>: the kept frequencies of two strips of columns and their conjugates make one.</summary>
    private void Up(int plane, int from, float[] re, float[] im, Row write)
    {
        var (part, both) = (Height * Strip, Math.Min(2 * Strip, Width - from));
        var buffer = ArrayPool<float>.Shared.Rent(4 * part);
        Span<float> a = buffer.AsSpan(0, part), b = buffer.AsSpan(part, part);
        for (var v = 0; v <= Height / 2; v += Side)
        {
            for (var x = 0; x < Strip; x += Side)
            {
                Tangle(a, b, v, x, At(plane, v, from), both, re, im);
            }
        }

        columns.Run(b, a, buffer.AsSpan(3 * part, part), buffer.AsSpan(2 * part, part));
        Span<float> row = stackalloc float[2 * Strip];
        for (var y = 0; y < Height; y++)
        {
            a.Slice(y * Strip, Strip).CopyTo(row);
            b.Slice(y * Strip, Strip).CopyTo(row[Strip..]);
            write(plane, y, from, row[..both]);
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>The reverse of <see cref="Untangle"/>.</summary>
    private void Tangle(Span<float> a, Span<float> b, int v, int x, int at, int both, float[] re, float[] im)
    {
        Span<Vector128<float>> rows = stackalloc Vector128<float>[4 * Side];
        for (var set = 0; set < 4; set++)
        {
            var block = rows.Slice(set * Side, Side);
            for (var column = 0; column < Side; column++)
            {
                // Columns beyond the plane's width may hold anything: nothing of them is written.
                var source = Math.Min(x + column + (set < 2 ? 0 : Strip), both - 1);
                block[column] = Vector128.Create(set % 2 == 0 ? re : im, at + (source * Strip));
            }

            Transposition.Turn(ref block[0], ref block[1], ref block[2], ref block[3]);
        }

        for (var k = 0; k < Side && v + k <= Height / 2; k++)
        {
            var (p, q, r, s) = (rows[k], rows[Side + k], rows[(2 * Side) + k], rows[(3 * Side) + k]);
            var (here, mirror) = (((v + k) * Strip) + x, (Mirror(v + k) * Strip) + x);
            (p + s).CopyTo(a[mirror..]);
            (r - q).CopyTo(b[mirror..]);
            (p - s).CopyTo(a[here..]);
            (q + r).CopyTo(b[here..]);
        }
    }

    private int Mirror(int v) => v == 0 ? 0 : Height - v;
}
