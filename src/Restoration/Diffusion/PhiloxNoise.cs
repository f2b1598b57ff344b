using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Diffusion;

/// <summary>Normal noise keyed by seed, use, step and global pixel position.</summary>
/// <remarks>
/// Position, not order, selects a value: tile order, batch neighbours, thread count and resumption can't change it.
/// One generator call serves the up to four channels of a pixel through two Box-Muller pairs.
/// </remarks>
/// <param name="seed">Seed of the run.</param>
/// <param name="top">Row, in the whole picture, of the targets' first row: a part of a picture gets the noise that the whole would.</param>
/// <param name="left">Column of the targets' first column, likewise.</param>
public sealed class PhiloxNoise(ulong seed, int top = 0, int left = 0) : INoiseSource, IEquatable<PhiloxNoise>
{
    private const double ToUnit = 1.0 / 4294967296.0;

    /// <summary>Pixels that are drawn at once.</summary>
    private const int Block = 8;

    public void Fill(ImageTensor target, NoiseUse use, int step) =>
        Visit(target, use, step, static (values, target, _) => values.CopyTo(target), 0);

    public void Add(ImageTensor target, NoiseUse use, int step, float weight) =>
        Visit(target, use, step, static (values, target, weight) => TensorPrimitives.MultiplyAdd(values, weight, target, target), weight);

    /// <summary>Equal ones give the same noise.</summary>
    public bool Equals(PhiloxNoise? other) => other is not null && other.Key == Key;

    public override bool Equals(object? obj) => Equals(obj as PhiloxNoise);

    public override int GetHashCode() => Key.GetHashCode();

    private (ulong Seed, int Top, int Left) Key => (seed, top, left);

    private delegate void Taker(ReadOnlySpan<float> values, Span<float> target, float weight);

    private void Visit(ImageTensor target, NoiseUse use, int step, Taker take, float weight)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Channels, 4);
        var (channels, plane, width, data) = (target.Channels, target.PlaneLength, target.Width, target.Data);
        Parallel.For(0, target.Height, y =>
        {
            Span<float> block = stackalloc float[4 * Block];
            var row = Vector512.Create((ulong)(uint)(top + y));
            for (var x = 0; x < width; x += Block)
            {
                Normals(left + x, row, (uint)step, (uint)use, block);
                var count = Math.Min(Block, width - x);
                for (var c = 0; c < channels; c++)
                {
                    take(block.Slice(c * Block, count), data.AsSpan((c * plane) + (y * width) + x, count), weight);
                }
            }
        });
    }

    /// <summary>Four channels of <see cref="Block"/> pixels from <paramref name="x"/> on. Always whole blocks: a value must not depend on where a row ends.</summary>
    private void Normals(int x, Vector512<ulong> row, uint step, uint use, Span<float> block)
    {
        var columns = (Vector512.Create((ulong)(uint)x) + Vector512<ulong>.Indices) & Vector512.Create((ulong)uint.MaxValue);
        var (r0, r1, r2, r3) = Philox4x32.Next(columns, row, Vector512.Create((ulong)step), Vector512.Create((ulong)use), seed);
        BoxMuller(r0, r1, block);
        BoxMuller(r2, r3, block[(2 * Block)..]);
    }

    private static void BoxMuller(Vector512<ulong> u, Vector512<ulong> v, Span<float> pair)
    {
        // The half shift keeps the logarithm away from zero and the pair symmetric.
        var radius = Vector512.Sqrt(-2 * Vector512.Log(Unit(u)));
        var (sin, cos) = Vector512.SinCos(2 * Math.PI * Unit(v));
        Narrow(radius * cos).CopyTo(pair);
        Narrow(radius * sin).CopyTo(pair[Block..]);
    }

    private static Vector512<double> Unit(Vector512<ulong> bits) =>
        (Vector512.ConvertToDouble(bits.AsInt64()) + Vector512.Create(0.5)) * ToUnit;

    private static Vector256<float> Narrow(Vector512<double> values) => Vector256.Narrow(values.GetLower(), values.GetUpper());
}
