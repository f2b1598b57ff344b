using BirD.Client.Bench.Pictures;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench.Speed;

/// <summary>The engine over one picture of a size, step by step.</summary>
internal sealed class EngineLoop(IServiceProvider services)
{
    /// <summary>Steps that only get everything going.</summary>
    private const int FirstSteps = 3;

    /// <summary>Steps over which memory is counted.</summary>
    private const int LastSteps = 6;

    /// <summary>Of a measurement of many pictures.</summary>
    private const int Parts = 4;

    private readonly IPictureRestorer restorer = services.GetRequiredService<IPictureRestorer>();
    private readonly IStepEngine engine = services.GetRequiredService<IStepEngine>();

    /// <summary>Takes turns with the bare loop, so that whatever else the machine does meets both alike.</summary>
    public async Task<SpeedRow> MeasureAsync(int height, int width, int steps, BareLoop bare, CancellationToken cancellationToken)
    {
        using var work = await restorer.OpenAsync(Picture(height, width), Settings(FirstSteps + steps + LastSteps), null, cancellationToken);
        var session = work.Session!;
        await StepAsync(session, FirstSteps, cancellationToken);
        var (ours, theirs) = (default(Cost), default(Cost));
        for (var n = 0; n < steps; n++)
        {
            ours += await StepAsync(session, session.StepIndex + 1, cancellationToken);
            theirs += bare.Evaluate();
        }

        // In one go, as a worker lets the engine take them: being handed over costs memory too.
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await StepAsync(session, FirstSteps + steps + LastSteps, cancellationToken);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        var step = ours.Per(steps);
        return new SpeedRow(
            height, width, 1 / step.Wall, 3600 / (30 * step.Wall), ours.Wall / theirs.Wall, ours.Processor / theirs.Processor, allocated / LastSteps, ProcessMemory.Peak);
    }

    /// <summary>
    /// Pictures from file to file, two in work as a worker has them. In parts with the bare loop before, between and after: a machine
    /// that others use changes its pace within minutes.
    /// </summary>
    public async Task<ManyPicturesRow> MeasureManyAsync(int height, int width, int pictures, int steps, BareLoop bare, int batch, CancellationToken cancellationToken)
    {
        var file = Picture(height, width);
        await RestoreAsync(file, steps, cancellationToken);
        var evaluations = Math.Max(1, pictures * steps / batch / 10 / (Parts + 1));
        var (ours, theirs, done, atFifty) = (default(Cost), Bare(bare, evaluations), 0, 0L);
        for (var part = 1; part <= Parts; part++)
        {
            var (start, until) = (Cost.Now(), pictures * part / Parts);
            await Task.WhenAll(WorkAsync(until), WorkAsync(until));
            ours += Cost.Since(start);
            theirs += Bare(bare, evaluations);
        }

        var needed = (double)pictures * steps / (batch * evaluations * (Parts + 1));
        return new ManyPicturesRow(
            height, width, steps, pictures, 3600 * pictures / ours.Wall, theirs.Processor * needed / ours.Processor, theirs.Wall * needed / ours.Wall, atFifty, ProcessMemory.Resident);

        async Task WorkAsync(int until)
        {
            while (true)
            {
                var mine = Interlocked.Increment(ref done);
                if (mine > until)
                {
                    Interlocked.Decrement(ref done);
                    return;
                }

                await RestoreAsync(file, steps, cancellationToken);
                atFifty = mine == 50 ? ProcessMemory.Resident : atFifty;
            }
        }
    }

    private static Cost Bare(BareLoop bare, int evaluations)
    {
        var cost = default(Cost);
        for (var n = 0; n < evaluations; n++)
        {
            cost += bare.Evaluate();
        }

        return cost;
    }

    private async Task RestoreAsync(byte[] file, int steps, CancellationToken cancellationToken)
    {
        var work = await restorer.OpenAsync(file, Settings(steps), null, cancellationToken);
        await engine.RunAsync(work.Session!, SegmentLimit.None, cancellationToken);
        await restorer.FinishAsync(work, cancellationToken);
    }

    private async Task<Cost> StepAsync(SamplerSession session, int until, CancellationToken cancellationToken)
    {
        var start = Cost.Now();
        await engine.RunAsync(session, new SegmentLimit(until, TimeSpan.MaxValue), cancellationToken);
        return Cost.Since(start);
    }

    private static RestoreSettings Settings(int steps) => new() { Task = RestorationTask.Denoise, NoiseSigma = 0.1, Steps = steps };

    private static byte[] Picture(int height, int width)
    {
        var picture = new ImageTensor(3, height, width);
        new PhiloxNoise(1).Fill(picture, NoiseUse.Start, 0);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = Math.Clamp(0.5f + (0.1f * picture.Data[n]), 0, 1);
        }

        return LosslessPicture.Encode(picture);
    }
}
