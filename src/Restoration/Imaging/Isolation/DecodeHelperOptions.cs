namespace BirD.Restoration.Imaging.Isolation;

/// <summary>The program that decodes pictures apart, and what one picture may take there.</summary>
public sealed record DecodeHelperOptions
{
    /// <summary>The word that makes a host's own executable a decode helper.</summary>
    public const string Word = "decode-helper";

    /// <summary>The executable.</summary>
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [Word];

    /// <summary>Longest decode of one picture. Default 5 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most resident memory of one helper, bytes. Default: half of what is available to this process.</summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>Helpers at once. Default 2.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>The executable of a host, found beside the assemblies that run now; through 'dotnet' where there is none.</summary>
    /// <param name="assemblies">Names that the host's assembly may have, without extension; the first that is there counts.</param>
    public static DecodeHelperOptions For(params string[] assemblies)
    {
        var programs = assemblies.Select(assembly => Path.Combine(AppContext.BaseDirectory, assembly)).ToList();
        return programs.Find(program => File.Exists(Executable(program))) is { } found
            ? new DecodeHelperOptions { FileName = Executable(found) }
            : new DecodeHelperOptions { FileName = "dotnet", Arguments = [(programs.Find(program => File.Exists(program + ".dll")) ?? programs[0]) + ".dll", Word] };
    }

    private static string Executable(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;
}
