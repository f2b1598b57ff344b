using System.Globalization;
using System.Text.Json;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Client.PriorTools;

/// <summary><c>bird prior list</c>: what <c>--prior</c> takes by name.</summary>
internal static class PriorList
{
    public static int Execute(bool json)
    {
        List<PriorFacts> priors = [.. Priors.Installed.Select(Describe)];
        var width = priors.Select(prior => prior.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var prior in priors)
        {
            Console.WriteLine(json ? JsonSerializer.Serialize(prior, PriorJson.Default.PriorFacts) : Line(prior, width));
        }

        if (!json)
        {
            Console.Error.WriteLine($"Default: {Priors.Default}. Imported priors are installed in {Priors.OwnFolder}.");
        }

        return ExitCodes.Done;
    }

    private static PriorFacts Describe(InstalledPrior prior)
    {
        try
        {
            return PriorFacts.Of(prior, PriorDescription.Read(prior.File));
        }
        catch (PriorException e)
        {
            // One bad file must not hide the others.
            return new PriorFacts(prior.Name, prior.Bundled ? "bundled" : "installed", prior.File, e.Message);
        }
    }

    private static string Line(PriorFacts prior, int width) => prior.Error is null
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{prior.Name.PadRight(width)}  {prior.Origin,-9}  {prior.Version,-8}  {prior.Bytes / 1e6,8:0.0} MB  {Sizes(prior),-16}  {prior.Licence}")
        : $"{prior.Name.PadRight(width)}  unusable: {prior.Error}";

    private static string Sizes(PriorFacts prior) => prior.NativeSize is { } side
        ? $"tiles of {side}"
        : "any size";
}
