using System.Diagnostics;
using BirD.Client.Bench.Pictures;
using BirD.Client.Runs;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine;
using BirD.Restoration.Hosting;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Restore;

/// <summary>Measures how fast this machine restores, on a made-up picture and for a few steps only.</summary>
internal static class SpeedProbe
{
    private const int Side = 384;
    private const int MeasuredSteps = 3;

    /// <summary>Seconds that one pixel takes through all steps of the user's settings; where the picture decides how many, through the most.</summary>
    public static async Task<double> SecondsPerPixelAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddRestoration(new RestorationOptions { PriorFile = request.PriorFile, Device = request.Device })
            .BuildServiceProvider();
        var (restorer, engine) = (services.GetRequiredService<IPictureRestorer>(), services.GetRequiredService<IStepEngine>());
        var isRobust = request.Settings.Profile == SamplerProfile.Robust;
        var settings = new RestoreSettings { Task = RestorationTask.Denoise, Profile = request.Settings.Profile, Steps = request.Settings.Steps ?? (isRobust ? 1 + MeasuredSteps : null) };
        var work = await restorer.OpenAsync(LosslessPicture.Encode(Noise()), settings, null, cancellationToken);
        var session = work.Session!;

        // The first step also sizes buffers and picks kernels.
        var warmUp = await TimeAsync(engine, session, until: 1, cancellationToken);
        var perStep = session.IsComplete ? warmUp : await TimeAsync(engine, session, until: 1 + MeasuredSteps, cancellationToken);
        return perStep * (isRobust ? RobustPresets.MostSteps(request.Settings) : session.StepCount) / (Side * Side);
    }

    private static async Task<double> TimeAsync(
        IStepEngine engine, SamplerSession session, int until, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var segment = await engine.RunAsync(session, new SegmentLimit(until, TimeSpan.MaxValue), cancellationToken);
        return clock.Elapsed.TotalSeconds / Math.Max(1, segment.StepsRun);
    }

    private static ImageTensor Noise()
    {
        var picture = new ImageTensor(3, Side, Side);
        new PhiloxNoise(1).Fill(picture, NoiseUse.Start, 0);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = Math.Clamp(0.5f + (0.1f * picture.Data[n]), 0, 1);
        }

        return picture;
    }
}
