using BirD.Storage.Inputs;

namespace BirD.Storage.Results;

/// <summary>Opens a job's results for reading only, sidecars and maps included, for those who show them.</summary>
public interface IResultReaderFactory
{
    /// <param name="location">Where the job writes, as in its specification.</param>
    IInputStore Open(string location);
}
