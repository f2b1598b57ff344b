namespace BirD.Storage.Files;

/// <summary>What a path leads to, links followed, as far as the operating system tells.</summary>
/// <param name="Kind">What lies there.</param>
/// <param name="Identity">Which file or folder it is, whatever the path is called; null when nothing is there or the system doesn't tell.</param>
public readonly record struct FileFacts(FileKind Kind, FileIdentity? Identity)
{
    /// <summary>Looks without opening, so that a pipe or a device can't hold anybody up. Never throws for what lies there.</summary>
    public static FileFacts Of(string path) =>
        OperatingSystem.IsLinux() ? LinuxFiles.Look(path)
        : OperatingSystem.IsMacOS() ? MacFiles.Look(path)
        : OperatingSystem.IsWindows() ? WindowsFiles.Look(path)
        : ByName(path);

    /// <summary>What the framework alone can say: kind without identity, and pipes taken for files.</summary>
    internal static FileFacts ByName(string path) => new(
        Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Missing, null);
}

public enum FileKind
{
    /// <summary>Nothing, a link to nothing, a circle of links, or a place that can't be looked at.</summary>
    Missing = 0,

    /// <summary>A file with content.</summary>
    Regular = 1,

    Folder = 2,

    /// <summary>A pipe, a socket or a device: reading it may never end.</summary>
    Special = 3,
}

/// <summary>Two paths with the same identity are one file: links, other spellings and second mounts included.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Node">The file's number in it.</param>
public readonly record struct FileIdentity(ulong Device, ulong Node);
