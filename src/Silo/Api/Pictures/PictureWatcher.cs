using System.Runtime.CompilerServices;
using BirD.Contracts.Api;
using BirD.Contracts.Images;
using BirD.Grains.Application;
using BirD.Grains.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Silo.Api.Pictures;

/// <summary>Follows one picture for those who have its page open: what changes about it, and what it learns while it is in work.</summary>
internal sealed class PictureWatcher(PictureReader reader, PictureLooks looks, [FromKeyedServices(BirdClock.Key)] TimeProvider time)
{
    /// <summary>A picture with an end changes when somebody decides about it or runs the job anew, which need not be noticed at once.</summary>
    private const int CalmFactor = 3;

    /// <param name="id">The job.</param>
    /// <param name="shard">Shard of its latest run.</param>
    /// <param name="item">Item of the shard.</param>
    /// <param name="interval">Time between two looks at a picture in work.</param>
    /// <param name="cancellationToken">Ends the stream; nothing else does.</param>
    public async IAsyncEnumerable<PictureNews> WatchAsync(
        string id, int shard, int item, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PictureDocument? seen = null;
        var step = -1;
        while (true)
        {
            var picture = await reader.ReadAsync(id, shard, item, cancellationToken);
            if (!Same(picture, seen))
            {
                yield return new PictureNews(picture, null);
                seen = picture;
            }

            var open = picture.Item.Status == ItemPhase.Open;
            if (open && await looks.LookAsync(id, shard, item, cancellationToken) is { } look && look.Step != step)
            {
                yield return new PictureNews(null, ToDocument(look));
                step = look.Step;
            }

            await Task.Delay(open ? interval : CalmFactor * interval, time, cancellationToken);
        }
    }

    private static bool Same(PictureDocument now, PictureDocument? before) => before is not null
        && (now.Item, now.Failure, now.Decision) == (before.Item, before.Failure, before.Decision)
        && now.Sidecar?["epoch"]?.ToJsonString() == before.Sidecar?["epoch"]?.ToJsonString();

    private static WorkDocument ToDocument(ItemLook look) =>
        new(look.Step, look.Steps, new KernelDocument(look.KernelSize, [look.Kernel]), look.GuidanceScale, look.Loss);
}

/// <summary>One of the two.</summary>
internal sealed record PictureNews(PictureDocument? Picture, WorkDocument? Work);
