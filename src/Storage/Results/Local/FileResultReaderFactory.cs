using BirD.Storage.Inputs;
using BirD.Storage.Inputs.Local;

namespace BirD.Storage.Results.Local;

/// <summary>Reads results from the folders that jobs name; never outside of them.</summary>
public sealed class FileResultReaderFactory : IResultReaderFactory
{
    public IInputStore Open(string location) => new FileInputStore(location);
}
