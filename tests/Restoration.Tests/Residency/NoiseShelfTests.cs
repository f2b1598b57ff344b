using BirD.Restoration.Diffusion;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Residency;

public sealed class NoiseShelfTests : IDisposable
{
    private readonly DeviceMemory memory = new(ResidentCase.Device);
    private readonly NoiseShelf shelf;

    public NoiseShelfTests() => shelf = new NoiseShelf(memory);

    public void Dispose()
    {
        shelf.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void Take_TheSameSeedStepAndSize_IsOneField_AsTheSourceFillsIt()
    {
        var (first, second) = (shelf.Take(Noise(7, 3), 12, 20), shelf.Take(Noise(7, 3), 12, 20));

        second.ShouldBeSameAs(first);
        var expected = new ImageTensor(3, 12, 20);
        new PhiloxNoise(7).Fill(expected, NoiseUse.Step, 3);
        first.GetTensorDataAsSpan<float>().ToArray().ShouldBe(expected.Data);
    }

    [Theory]
    [InlineData(8, 3, 12)]
    [InlineData(7, 4, 12)]
    [InlineData(7, 3, 16)]
    public void Take_AnotherSeedStepOrSize_IsAnotherField(ulong seed, int step, int height)
    {
        var first = shelf.Take(Noise(7, 3), 12, 20);

        shelf.Take(Noise(seed, step), height, 20).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Take_APartOfAPicture_IsNotTheWholesField() =>
        shelf.Take(new FreshNoise(new PhiloxNoise(7, top: 4), 3, 1), 12, 20).ShouldNotBeSameAs(shelf.Take(Noise(7, 3), 12, 20));

    [Fact]
    public void Shrink_DropsWhatWasUsedLongestAgo()
    {
        var (old, latest) = (shelf.Take(Noise(1, 1), 12, 20), shelf.Take(Noise(1, 2), 12, 20));
        shelf.Take(Noise(1, 1), 12, 20).ShouldBeSameAs(old);

        shelf.Shrink(3 * 12 * 20 * sizeof(float));

        shelf.Take(Noise(1, 1), 12, 20).ShouldBeSameAs(old);
        shelf.Take(Noise(1, 2), 12, 20).ShouldNotBeSameAs(latest);
    }

    private static FreshNoise Noise(ulong seed, int step) => new(new PhiloxNoise(seed), step, 1);
}
