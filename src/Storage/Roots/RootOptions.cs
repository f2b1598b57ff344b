using BirD.Storage.Azure;

namespace BirD.Storage.Roots;

/// <summary>The places that jobs may name; sections "Bird:Inputs" and "Bird:Outputs".</summary>
public sealed class RootOptions
{
    /// <summary>
    /// Name of each root and where it is: a directory, or <c>azure:container</c> or <c>azure:container/prefix</c>.
    /// Default: none, then no job can be submitted.
    /// </summary>
    public Dictionary<string, string> Roots { get; } = new(StringComparer.Ordinal);

    /// <summary>More roots, as <c>name=place;name=place</c>: the form of BIRD_INPUTS and BIRD_OUTPUTS. Default: none.</summary>
    public string List { get; set; } = "";

    /// <summary>The account of the azure roots. Default: that of the store.</summary>
    public AzureStoreOptions? Azure { get; set; }

    /// <summary>Enters <see cref="List"/> into <see cref="Roots"/>; answers the parts that can't be read.</summary>
    public IReadOnlyList<string> Merge()
    {
        var odd = new List<string>();
        foreach (var part in List.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } place])
            {
                Roots[name] = place;
            }
            else
            {
                odd.Add(part);
            }
        }

        return odd;
    }

    /// <summary>What is wrong with these options, each with what to write instead.</summary>
    /// <param name="section">"Bird:Inputs" or "Bird:Outputs".</param>
    public IEnumerable<string> Faults(string section)
    {
        foreach (var part in Merge())
        {
            yield return $"{section}: '{part}' is no root: write name=directory or name=azure:container/prefix, several separated by ';'.";
        }

        foreach (var (name, place) in Roots)
        {
            if (!RootLocation.IsName(name))
            {
                yield return $"{section}:Roots:{name}: a root's name may hold letters, digits, '-' and '_'.";
            }

            if (BlobLocation.TryParse(place) is null && place.StartsWith(BlobLocation.Scheme, StringComparison.Ordinal))
            {
                yield return $"{section}:Roots:{name} is '{place}', which is no place in an account: write azure:container or azure:container/prefix.";
            }

            if (place.StartsWith(BlobLocation.Scheme, StringComparison.Ordinal) && Azure is not { IsComplete: true })
            {
                yield return $"{section}:Roots:{name} lies in an account that isn't named: set {section}:Azure:ConnectionString or {section}:Azure:Account.";
            }
        }
    }
}
