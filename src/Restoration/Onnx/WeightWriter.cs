using System.Globalization;
using System.Security.Cryptography;
using BirD.Restoration.Onnx.Proto;
using Google.Protobuf;

namespace BirD.Restoration.Onnx;

/// <summary>Fills declared weights one by one, inside the model or in an external file beside it.</summary>
/// <param name="values">Reads the float32 values of a weight by name.</param>
/// <param name="progress">Told the bytes written so far, after each weight.</param>
internal sealed class WeightWriter(Func<TensorProto, float[]> values, Action<TensorProto, long> progress)
{
    /// <summary>ONNX Runtime maps external weights; a page is what mapping aligns to.</summary>
    private const int Alignment = 4096;

    public void Embed(IEnumerable<TensorProto> weights, CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var weight in weights)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = WeightData.Encode(weight, values(weight));
            weight.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
            progress(weight, done += bytes.Length);
        }
    }

    /// <summary>Writes the weights to <paramref name="stream"/> and notes in each where it lies.</summary>
    /// <param name="weights">Declared weights.</param>
    /// <param name="stream">An empty file.</param>
    /// <param name="location">Name of that file, relative to the model.</param>
    /// <param name="cancellationToken">Stops between weights.</param>
    /// <returns>Lower-case hexadecimal SHA-256 of the file.</returns>
    public async Task<string> ExternaliseAsync(
        IEnumerable<TensorProto> weights, Stream stream, string location, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var padding = new byte[Alignment];
        var (position, done) = (0L, 0L);
        foreach (var weight in weights)
        {
            var bytes = WeightData.Encode(weight, values(weight));
            await Append(padding.AsMemory(0, (int)((Alignment - (position % Alignment)) % Alignment)));
            weight.DataLocation = 1;
            weight.ExternalData.Add(Entry("location", location));
            weight.ExternalData.Add(Entry("offset", position.ToString(CultureInfo.InvariantCulture)));
            weight.ExternalData.Add(Entry("length", bytes.Length.ToString(CultureInfo.InvariantCulture)));
            await Append(bytes);
            progress(weight, done += bytes.Length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        async ValueTask Append(ReadOnlyMemory<byte> bytes)
        {
            hash.AppendData(bytes.Span);
            await stream.WriteAsync(bytes, cancellationToken);
            position += bytes.Length;
        }
    }

    private static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };
}
