using BirD.Restoration.Imaging;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Support;

/// <summary>The whole way from file to file with the weight-free prior.</summary>
internal static class PipelineCase
{
    public static NetVipsImageCodec Codec { get; } = new();

    public static PictureRestorer Restorer()
    {
        using var prior = OracleCase.Prior();
        return new PictureRestorer(Codec, prior.Info, "cpu", new WorkLimits());
    }

    public static async Task<FinishedPicture> RestoreAsync(PictureInput input, RestoreSettings settings, int? interruptAt = null)
    {
        using var prior = OracleCase.Prior();
        var restorer = Restorer();
        var work = await restorer.OpenAsync(input, settings, null, TestContext.Current.CancellationToken);
        if (work.Session is { } session && interruptAt is { } step)
        {
            OracleCase.Run(session, prior, step);
            var checkpoint = await restorer.CheckpointAsync(work, TestContext.Current.CancellationToken);
            work = await restorer.OpenAsync(input, settings, checkpoint, TestContext.Current.CancellationToken);
        }

        if (work.Session is { } rest)
        {
            OracleCase.Run(rest, prior);
        }

        return await restorer.FinishAsync(work, TestContext.Current.CancellationToken);
    }

    public static ImageTensor Decode(ReadOnlyMemory<byte> file) => Codec.Decode(file, new DecodeLimits()).Pixels;
}
