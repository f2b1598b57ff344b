using System.Text.Json;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Metrics;

/// <summary>Held to values that scikit-image's definitions give, recorded in Golden/metrics/manifest.json.</summary>
public sealed class ImageMetricsTests
{
    private static readonly JsonElement Manifest =
        JsonDocument.Parse(File.ReadAllBytes(NpyFile.GoldenPath("metrics", "manifest.json"))).RootElement;

    public static TheoryData<string> Pairs() =>
        [.. Manifest.GetProperty("pairs").EnumerateArray().Select(pair => pair.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Metrics_RecordedPair_AgreeWithinTolerance(string name)
    {
        var pair = Manifest.GetProperty("pairs").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);
        var tolerance = Manifest.GetProperty("tolerance");
        var (decibels, similarity) =
            (tolerance.GetProperty("psnr_db").GetDouble(), tolerance.GetProperty("ssim_abs").GetDouble());
        var (a, b) = (Load(pair.GetProperty("a")), Load(pair.GetProperty("b")));
        var range = pair.GetProperty("data_range").GetDouble();
        var values = pair.GetProperty("values");

        var error = values.GetProperty("mse").GetDouble();
        ImageMetrics.MeanSquaredError(a, b).ShouldBe(error, error * tolerance.GetProperty("mse_relative").GetDouble());
        ImageMetrics.Psnr(a, b, range).ShouldBe(values.GetProperty("psnr").GetDouble(), decibels);
        ShouldBeSimilar(SsimWindow.Uniform7, "ssim_uniform7");
        ShouldBeSimilar(SsimWindow.Gaussian11, "ssim_gaussian11");
        if (values.TryGetProperty("luma_psnr", out var luma))
        {
            ImageMetrics.LumaPsnr(a, b, range).ShouldBe(luma.GetDouble(), decibels);
            ImageMetrics.LumaSsim(a, b, SsimWindow.Gaussian11, range)
                .ShouldBe(values.GetProperty("luma_ssim_gaussian11").GetDouble(), similarity);
        }

        void ShouldBeSimilar(SsimWindow window, string key)
        {
            ImageMetrics.Ssim(a, b, window, range).ShouldBe(values.GetProperty(key).GetDouble(), similarity);
            if (values.TryGetProperty($"{key}_per_channel", out var channels))
            {
                for (var channel = 0; channel < channels.GetArrayLength(); channel++)
                {
                    ImageMetrics.SsimOfChannel(a, b, channel, window, range)
                        .ShouldBe(channels[channel].GetDouble(), similarity);
                }
            }
        }
    }

    [Fact]
    public void Metrics_EqualPictures_ArePerfect()
    {
        var picture = Load(Manifest.GetProperty("pairs")[0].GetProperty("a"));
        ImageMetrics.Psnr(picture, picture, 255).ShouldBe(double.PositiveInfinity);
        ImageMetrics.Ssim(picture, picture, dataRange: 255).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Metrics_WhatCannotBeCompared_IsRefused()
    {
        var (small, large) = (new ImageTensor(1, 8, 8), new ImageTensor(1, 12, 12));
        Should.Throw<ArgumentException>(() => ImageMetrics.Psnr(small, large)).Message.ShouldContain("1 x 12 x 12");
        Should.Throw<ArgumentException>(() => ImageMetrics.Ssim(small, small)).Message.ShouldContain("11 x 11");
        Should.Throw<ArgumentException>(() => ImageMetrics.LumaPsnr(small, small)).Message.ShouldContain("RGB");
    }

    /// <summary>Stored values, not rescaled, from height x width (x 3) to planar.</summary>
    private static ImageTensor Load(JsonElement entry)
    {
        var file = NpyFile.Golden("metrics", entry.GetProperty("file").GetString()!);
        float[] values = file.Dtype switch
        {
            "|u1" => [.. file.AsUInt8().Select(v => (float)v)],
            "<u2" => [.. file.AsUInt16().Select(v => (float)v)],
            _ => file.AsFloat32(),
        };
        var channels = file.Shape.Length == 3 ? file.Shape[2] : 1;
        var picture = new ImageTensor(channels, file.Shape[0], file.Shape[1]);
        for (var n = 0; n < values.Length; n++)
        {
            picture.Data[(n % channels * picture.PlaneLength) + (n / channels)] = values[n];
        }

        return picture;
    }
}
