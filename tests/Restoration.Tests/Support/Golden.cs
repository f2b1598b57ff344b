namespace BirD.Restoration.Tests.Support;

/// <summary>Recorded reference files, copied beside the test assembly.</summary>
public static class Golden
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([AppContext.BaseDirectory, "Golden", .. parts]);
}
