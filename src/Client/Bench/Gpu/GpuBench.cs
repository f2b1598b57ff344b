using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench.Gpu;

/// <summary>What an operator runs on a new machine: is the device fit for work, and how much of it does it do?</summary>
internal static class GpuBench
{
    /// <summary>The profile's own number of steps.</summary>
    private const int UsualSteps = 30;

    public static async Task<int> ExecuteAsync(GpuRequest request, CancellationToken cancellationToken)
    {
        var (priorFile, device) = (request.PriorFile, request.Device);
        var checks = new List<GpuCheck>();
        foreach (var check in new GpuSanity(priorFile, device).Run())
        {
            checks.Add(check);
            Console.WriteLine($"{(check.Passed ? "ok" : "FAIL"),-5} {check.Name,-10} {check.Detail}");
        }

        var isFit = checks.TrueForAll(check => check.Passed);
        var (rates, files, prior) = isFit ? await MeasureAsync(request, cancellationToken) : ([], [], Path.GetFileNameWithoutExtension(priorFile));
        Console.WriteLine(isFit
            ? $"fit: {device} does what the CPU does."
            : $"unfit: {string.Join(", ", checks.Where(check => !check.Passed).Select(check => check.Name))}. See docs/performance.md, Devices.");
        if (request.Save is { } save)
        {
            var report = new GpuReport($"{device}", prior, Product.Name, isFit, checks, rates, files);
            await File.WriteAllTextAsync(save, JsonSerializer.Serialize(report, GpuJson.Default.GpuReport), cancellationToken);
        }

        return isFit ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private static async Task<(List<GpuRate> Rates, List<GpuFiles> Files, string Prior)> MeasureAsync(
        GpuRequest request, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddRestoration(new RestorationOptions { PriorFile = request.PriorFile, Device = request.Device, DecodeHelper = DecodeHelperOptions.For("bird") })
            .BuildServiceProvider();
        var prior = services.GetRequiredService<IDenoiser>().Info;
        var side = GpuSanity.SideOf(prior);
        var (load, rates, files) = (new GpuLoad(services, side, request.Device.Index), new List<GpuRate>(), new List<GpuFiles>());
        foreach (var pictures in request.Pictures)
        {
            var rate = await load.StepsAsync(pictures, request.Steps, cancellationToken);
            rates.Add(rate);
            Console.WriteLine(Text($"      {pictures,3} at once of {side} x {side}: {rate.PerSecond:0} steps/s, {rate.ProcessorMilliseconds:0.00} ms of a core each{Busy(rate.Busy)}"));
        }

        foreach (var slots in request.Slots)
        {
            var row = await load.FilesAsync(slots, Math.Min(UsualSteps, request.Steps), cancellationToken);
            files.Add(row);
            Console.WriteLine(Text($"      {slots,3} slots, file to file, {row.Steps} steps: {row.PerHour:0} pictures/h{Busy(row.Busy)}"));
        }

        return (rates, files, $"{prior.Name} {prior.Version}");
    }

    private static string Busy(double? busy) => busy is { } share ? Text($", device {100 * share:0} % busy") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(GpuReport))]
internal sealed partial class GpuJson : JsonSerializerContext;
