using System.Numerics.Tensors;
using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Frequency;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Jpeg;

public sealed class QuantisationCellsTests
{
    [Fact]
    public void Transform_RandomBlock_IsOrthonormal()
    {
        var random = new Random(1);
        var block = Enumerable.Range(0, BlockTransform.Length).Select(_ => (float)random.NextDouble()).ToArray();
        var coefficients = (float[])block.Clone();

        BlockTransform.Forward(coefficients);
        coefficients.Sum(v => v * v).ShouldBe(block.Sum(v => v * v), 1e-4);
        coefficients[0].ShouldBe(block.Sum() / 8, 1e-5);

        BlockTransform.Inverse(coefficients);
        Golden.MaxDifference(coefficients, block).ShouldBeLessThan(1e-6f);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(20, false)]
    [InlineData(75, true)]
    public void Expect_TheDecodedFile_LeavesItNearlyWhereItIs(int quality, bool halvedColour)
    {
        var (decoded, cells) = Compress(PipelineCase.Decode(Png.Encode(Detail())), quality, halvedColour);

        ImageMetrics.Psnr(cells.Expect(decoded), decoded).ShouldBeGreaterThan(56, "rounding to 8 bits is all that moves it");
    }

    [Fact]
    public void Expect_ADistortedPicture_CompressesToWhatTheFileHolds()
    {
        var (decoded, cells) = Compress(PipelineCase.Decode(Png.Encode(Detail())), 20, halvedColour: false);
        var shifted = decoded.Clone();
        TensorPrimitives.Multiply(shifted.Data, 0.8f, shifted.Data);

        var (again, _) = Compress(cells.Expect(shifted), 20, halvedColour: false);
        ImageMetrics.Psnr(again, decoded).ShouldBeGreaterThan(ImageMetrics.Psnr(shifted, decoded) + 15);
    }

    [Fact]
    public void Expect_ADistortedPicture_ComesNearerToTheOriginal()
    {
        var clean = PipelineCase.Decode(Png.Encode(Detail()));
        var (decoded, cells) = Compress(clean, 20, halvedColour: true);
        var smooth = decoded.Clone();
        for (var n = 0; n < smooth.Data.Length; n++)
        {
            smooth.Data[n] = (0.5f * smooth.Data[n]) + 0.25f;
        }

        ImageMetrics.Psnr(cells.Expect(smooth), clean).ShouldBeGreaterThan(ImageMetrics.Psnr(smooth, clean) + 3);
    }

    [Fact]
    public void Read_HalvedColour_IsSeenAndOtherFilesAreNoJpegs()
    {
        var clean = Detail();
        var tables = JpegTables.Read(JpegFile.Encode(clean, 50, halvedColour: true)).ShouldNotBeNull();
        tables.Select(t => (t.StepX, t.StepY)).ShouldBe([(1, 1), (2, 2), (2, 2)]);
        tables[0].Quantiser[0].ShouldBe(16); // Annex K at quality 50
        tables[0].Quantiser[1].ShouldBe(11);
        tables[0].Quantiser[8].ShouldBe(12);
        JpegTables.Read(Png.Encode(clean)).ShouldBeNull();
    }

    private static (ImageTensor Decoded, QuantisationCells Cells) Compress(ImageTensor clean, int quality, bool halvedColour)
    {
        var file = JpegFile.Encode(clean, quality, halvedColour);
        var decoded = PipelineCase.Decode(file);
        var tables = JpegTables.Read(file)!;
        return (decoded, new QuantisationCells(decoded, tables, JpegTables.ExpectedError(JpegTables.Coarseness(tables[0]))));
    }

    private static ImageTensor Detail()
    {
        var picture = OracleCase.Picture(48, 64);
        var random = new Random(5);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = Math.Clamp(picture.Data[n] + (float)(0.1 * (random.NextDouble() - 0.5)), 0, 1);
        }

        return picture;
    }
}
