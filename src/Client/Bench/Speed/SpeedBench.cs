using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench.Speed;

/// <summary>How near the engine comes to what ONNX Runtime alone takes for the same evaluations, in the same run.</summary>
internal static class SpeedBench
{
    /// <summary>Up to this size pictures are held against batches: larger evaluations fill the processors by themselves.</summary>
    private const int SmallPixels = 256 * 256;

    private const int SmallBatch = 4;

    public static async Task<int> ExecuteAsync(SpeedRequest request, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddRestoration(new RestorationOptions
            {
                PriorFile = request.PriorFile,
                Device = new DeviceOptions { Kind = DeviceKind.Cpu },
                DecodeHelper = DecodeHelperOptions.For("bird"),
            })
            .BuildServiceProvider();
        var prior = services.GetRequiredService<IDenoiser>().Info;
        var load = LoadAverage();
        Console.WriteLine(Text($"{Machine()}; load {load:0.0}; {prior.Name} {prior.Version}"));
        Console.WriteLine("| size | steps/s | pictures/h (30 steps) | wall over bare | processor over bare | allocated per step | peak memory |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var engine = new EngineLoop(services);
        var rows = new List<SpeedRow>();
        foreach (var (height, width) in request.Sizes)
        {
            // The bare loop runs what the engine must: the size rounded up to what the prior accepts.
            using var bare = new BareLoop(request.PriorFile, prior, 1, Up(height, prior), Up(width, prior));
            var row = await engine.MeasureAsync(height, width, request.Steps, bare, cancellationToken);
            rows.Add(row);
            Console.WriteLine(Text($"| {row.Width} x {row.Height} | {row.StepsPerSecond:0.00} | {row.PicturesPerHour:0} | {row.WallRatio:0.000} | {row.ProcessorRatio:0.000} | {row.AllocatedPerStep / 1000.0:0.0} KB | {row.PeakMemory / 1e6:0} MB |"));
        }

        var small = await ManyAsync(request, engine, prior, cancellationToken);
        var cold = request.ColdStart ? await ColdStart.MeasureAsync(request.PriorFile, cancellationToken) : null;
        if (request.ColdStart)
        {
            Console.WriteLine(cold is null ? "cold start: bird restore failed" : Text($"cold start: {cold:0.0} s for a whole bird restore of one tiny picture with one step"));
        }

        if (request.Save is { } file)
        {
            var report = new SpeedReport(Machine(), load, $"{prior.Name} {prior.Version}", Product.Name, rows, small, cold);
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, SpeedJson.Default.SpeedReport), cancellationToken);
        }

        return request.ColdStart && cold is null ? ExitCodes.SomeFailed : ExitCodes.Done;
    }

    private static async Task<ManyPicturesRow?> ManyAsync(SpeedRequest request, EngineLoop engine, DenoiserInfo prior, CancellationToken cancellationToken)
    {
        if (request.Pictures == 0)
        {
            return null;
        }

        var (height, width) = request.PictureSize;
        var batch = height * width <= SmallPixels ? SmallBatch : 1;
        using var bare = new BareLoop(request.PriorFile, prior, batch, Up(height, prior), Up(width, prior));
        var row = await engine.MeasureManyAsync(height, width, request.Pictures, request.PictureSteps, bare, batch, cancellationToken);
        Console.WriteLine(Text($"{row.Pictures} pictures of {width} x {height}, {row.Steps} steps, file to file: {row.PicturesPerHour:0} an hour; {row.ShareOfBare:0.000} of the bare loop in batches of {batch} by processor time, {row.WallShareOfBare:0.000} by wall time; memory {row.MemoryAtFifty / 1e6:0} MB after 50, {row.MemoryAtEnd / 1e6:0} MB at the end"));
        return row;
    }

    private static int Up(int side, DenoiserInfo prior) => (side + prior.SizeMultiple - 1) / prior.SizeMultiple * prior.SizeMultiple;

    private static string Machine() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}"
        : $"{RuntimeInformation.ProcessArchitecture}";

    private static double? LoadAverage() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SpeedReport))]
internal sealed partial class SpeedJson : JsonSerializerContext;
