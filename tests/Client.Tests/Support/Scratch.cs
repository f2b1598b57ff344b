namespace BirD.Client.Tests.Support;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bird-client-");

    /// <summary>A path below the folder.</summary>
    public string this[params string[] parts] => Path.Combine([folder.FullName, .. parts]);

    /// <summary>A path below the folder whose directory exists.</summary>
    public string File(params string[] parts)
    {
        var path = this[parts];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
