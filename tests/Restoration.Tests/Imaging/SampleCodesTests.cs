using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Imaging;

public sealed class SampleCodesTests
{
    [Fact]
    public void ToUnit_EveryByte_IsTheNearestFloatAndComesBack()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(n => (byte)n)];
        var (values, back) = (new float[256], new byte[256]);

        SampleCodes.ToUnit<byte>(codes, values, SampleCodes.MostOf(8));
        SampleCodes.FromUnit(values, back.AsSpan(), SampleCodes.MostOf(8), new float[300]);

        values.ShouldBe(codes.Select(code => (float)(code / 255.0)));
        back.ShouldBe(codes);
    }

    [Fact]
    public void ToUnit_EveryWord_IsTheNearestFloatAndComesBack()
    {
        ushort[] codes = [.. Enumerable.Range(0, 65_536).Select(n => (ushort)n)];
        var (values, back) = (new float[codes.Length], new ushort[codes.Length]);

        SampleCodes.ToUnit<ushort>(codes, values, SampleCodes.MostOf(16));
        SampleCodes.FromUnit(values, back.AsSpan(), SampleCodes.MostOf(16), new float[codes.Length]);

        values.ShouldBe(codes.Select(code => (float)(code / 65_535.0)));
        back.ShouldBe(codes);
    }
}
