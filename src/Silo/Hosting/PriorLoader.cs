using System.Globalization;
using System.Text.RegularExpressions;
using BirD.Restoration.Hosting;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Priors.Onnx;
using BirD.Silo.Drills;

namespace BirD.Silo.Hosting;

/// <summary>Loads what "Bird:Prior" names.</summary>
internal static partial class PriorLoader
{
    /// <summary>
    /// <c>null:50ms</c> stands for a network that takes 50 ms per evaluation and predicts nothing: for drills and
    /// benchmarks of everything around it. Its results are no restorations, and say so in their sidecars. With
    /// <c>,crash:48x32</c> behind it, a picture of that size ends the process.
    /// </summary>
    [GeneratedRegex(@"^null:(?<time>[0-9.]+)ms(,crash:(?<width>[0-9]+)x(?<height>[0-9]+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Drill { get; }

    /// <exception cref="Restoration.Priors.PriorException">The prior breaks its contract.</exception>
    /// <exception cref="SettingException">There is no such prior or device.</exception>
    public static LoadedPrior Load(PriorOptions options)
    {
        if (Drill.Match(options.File) is not { Success: true } drill)
        {
            return LoadedPrior.Of(OnnxDenoiser.Load(options.Locate(), options.ToDevice()));
        }

        var nothing = new NullDenoiser(TimeSpan.FromMilliseconds(double.Parse(drill.Groups["time"].ValueSpan, CultureInfo.InvariantCulture)));
        return new LoadedPrior(drill.Groups["width"].Success ? new CrashingDenoiser(nothing, Number("width"), Number("height")) : nothing, "none");

        int Number(string group) => int.Parse(drill.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }
}
