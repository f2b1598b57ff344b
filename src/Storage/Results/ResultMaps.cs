namespace BirD.Storage.Results;

/// <summary>Pictures that lie beside a result and are named in its sidecar; an empty one takes an earlier one away.</summary>
/// <param name="Uncertainty">Where samples differ.</param>
/// <param name="Found">The mask of the marks that were found, white.</param>
public readonly record struct ResultMaps(ReadOnlyMemory<byte> Uncertainty = default, ReadOnlyMemory<byte> Found = default)
{
    /// <summary>Each map with what is appended to the picture's name to name it, and with its entry in a stamp.</summary>
    internal IEnumerable<(string Suffix, ReadOnlyMemory<byte> Bytes, MapStamp? Stamp)> With(ResultStamp stamp)
    {
        yield return (ResultNames.UncertaintySuffix, Uncertainty, stamp.Uncertainty);
        yield return (ResultNames.FoundSuffix, Found, stamp.Found);
    }
}
