using BirD.Restoration.Priors.Import;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

public sealed class TimeEmbeddingTests
{
    private static readonly float[] Timesteps = [0, 1, 2, 10, 37.25f, 100, 250.5f, 500, 731.75f, 998, 999];

    [Theory]
    [InlineData(32)]
    [InlineData(256)]
    public void Frequencies_GiveTheRecordedEmbedding(int width)
    {
        var recorded = NpyFile.Load(Golden.Path("unet", "timestep_embedding", $"embedding_{width}.npy"));
        var frequencies = TimeEmbeddingEmitter.Frequencies(width);

        var angles = Timesteps.Select(t => frequencies.Select(f => t * f).ToArray());
        float[] found = [.. angles.SelectMany(row => row.Select(MathF.Cos).Concat(row.Select(MathF.Sin)))];

        recorded.Shape.ShouldBe([Timesteps.Length, width]);
        recorded.AsFloat32().Zip(found, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1.5e-4f);
    }
}
