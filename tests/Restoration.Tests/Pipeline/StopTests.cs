using BirD.Restoration.Imaging;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Pipeline;

public sealed class StopTests
{
    [Fact]
    public async Task Open_StoppedInTheMiddle_LetsItsCallerGo()
    {
        using var codec = new StuckCodec();
        using var denoiser = new NullDenoiser();
        var restorer = new PictureRestorer(codec, denoiser.Info, "cpu", new WorkLimits());
        using var stop = new CancellationTokenSource();

        var opening = restorer.OpenAsync(new PictureInput(new byte[1]), new RestoreSettings(), null, stop.Token).AsTask();
        await codec.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(opening);
    }

    /// <summary>Decodes for ever, until the test is over.</summary>
    private sealed class StuckCodec : IImageCodec, IDisposable
    {
        private readonly CancellationTokenSource over = new();

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DecodedImage Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int page = 0)
        {
            Entered.SetResult();
            over.Token.WaitHandle.WaitOne();
            throw new InvalidOperationException("The test is over.");
        }

        public byte[] Encode(DecodedImage source, ImageTensor pixels, ProvenanceStamp? stamp = null) => throw new NotSupportedException();

        public byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> pages) => throw new NotSupportedException();

        public void Dispose()
        {
            over.Cancel();
            over.Dispose();
        }
    }
}
