using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Priors.Import;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Engine.Tiling;

/// <summary>An imported network of fixed size on pictures of other sizes, through ONNX Runtime.</summary>
public sealed class TiledPriorTests : IAsyncLifetime
{
    private const int Side = 32;
    private const float Timestep = 120;

    private readonly TempFolder _folder = new();
    private OnnxDenoiser _prior = null!;

    public async ValueTask InitializeAsync()
    {
        var file = await UNetCase.ImportAsync("unet_a", _folder.Path, o => o with { NativeSize = Side, TileOverlap = 8 });
        _prior = OnnxDenoiser.Load(file, new DeviceOptions { Kind = DeviceKind.Cpu });
    }

    public ValueTask DisposeAsync()
    {
        _prior.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(Side, Side)] // equal
    [InlineData(20, 27)] // smaller, no multiple
    [InlineData(1, 3)] // smaller than the reflection reaches
    [InlineData(Side, 50)] // larger one way
    [InlineData(55, 70)] // larger both ways, no multiple
    [InlineData(128, 96)] // larger, multiples
    public void Evaluate_AnySize_StartsAndEndsWithTheTilesOwnAnswer(int height, int width)
    {
        var x = OracleCase.Picture(height, width);

        var output = new TiledDenoiser(_prior).Evaluate(new PriorRequest(x, Timestep), CancellationToken.None);

        (output.Channels, output.Height, output.Width).ShouldBe((6, height, width));
        output.Data.ShouldAllBe(v => float.IsFinite(v));
        var (first, last) = (Tile(x, 0, 0), Tile(x, Math.Max(0, height - Side), Math.Max(0, width - Side)));
        for (var c = 0; c < 6; c++)
        {
            // Only one tile covers a picture's outermost corners.
            output.Plane(c)[0].ShouldBe(first.Plane(c)[0], 1e-5f);
            output.Plane(c)[^1].ShouldBe(last.Plane(c)[(Math.Min(height, Side) * Side) - Side + Math.Min(width, Side) - 1], 1e-5f);
        }
    }

    [Fact]
    public void Evaluate_WithinOneTile_IsTheTilesAnswerEverywhere()
    {
        var x = OracleCase.Picture(20, 27);

        var output = new TiledDenoiser(_prior).Evaluate(new PriorRequest(x, Timestep), CancellationToken.None);

        var tile = Tile(x, 0, 0);
        for (var p = 0; p < output.PlaneLength; p++)
        {
            output.Plane(0)[p].ShouldBe(tile.Plane(0)[(p / 27 * Side) + (p % 27)], 1e-5f);
        }
    }

    /// <summary>What the network itself answers to one reflected cut.</summary>
    private ImageTensor Tile(ImageTensor x, int y0, int x0)
    {
        var (cut, answer) = (new ImageTensor(3, Side, Side), new ImageTensor(6, Side, Side));
        for (var n = 0; n < cut.Data.Length; n++)
        {
            var (c, y, column) = (n / cut.PlaneLength, n / Side % Side, n % Side);
            cut.Data[n] = x.Plane(c)[(Reflect.Index(y0 + y, x.Height) * x.Width) + Reflect.Index(x0 + column, x.Width)];
        }

        _prior.Evaluate(new DenoiseBatch(1, Side, Side, cut.Data, new[] { Timestep }, answer.Data), CancellationToken.None);
        return answer;
    }
}
