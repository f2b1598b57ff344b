namespace BirD.Client.Bench.Trees;

/// <summary>A folder tree as nobody would lay it out: pictures whose names differ by case or normal form, links, and places for results among them.</summary>
internal sealed class RandomTree
{
    // "é" in both normal forms; file systems that take two names for one are the reason for the pairs.
    private static readonly string[] Folders = ["a", "B", "b", "caf\u00E9", "cafe\u0301", "out"];
    private static readonly string[] Pictures = ["a.png", "A.png", "a.PNG", "a.png.uncertainty.png", "\u00E9.tif", "e\u0301.tif", "x.jpg"];
    private readonly Random random;
    private readonly List<string> folders;
    private readonly List<string> files = [];

    /// <param name="root">An empty folder.</param>
    /// <param name="random">Decides everything.</param>
    public RandomTree(string root, Random random)
    {
        this.random = random;
        folders = [root];
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            AddFolder();
        }

        for (var n = random.Next(1, 9); n > 0; n--)
        {
            AddFile();
        }
    }

    /// <summary>Every file that is there, by the path under which it was made.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>Files and folders to be named as inputs, at least one.</summary>
    public IReadOnlyList<string> Inputs() =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(3) == 0 && files.Count > 0 ? Pick(files) : Pick(folders))];

    /// <summary>A place for results: a folder of the tree or a new one, spelt in one of many ways.</summary>
    public string Output()
    {
        var folder = Pick(folders);
        return random.Next(5) switch
        {
            0 => Path.Combine(folder, Pick(Folders)),
            1 => Path.Combine(folder, "..", Path.GetFileName(folder), "."),
            2 => Path.Combine(folder, "new", ".."),
            3 => Path.GetRelativePath(Environment.CurrentDirectory, folder),
            _ => folder,
        };
    }

    private void AddFolder()
    {
        var path = Path.Combine(Pick(folders), Pick(Folders));
        if (Path.Exists(path))
        {
            return;
        }

        if (random.Next(3) == 0)
        {
            Directory.CreateSymbolicLink(path, Pick(folders));
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        folders.Add(path);
    }

    private void AddFile()
    {
        var path = Path.Combine(Pick(folders), Pick(Pictures));
        if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null })
        {
            return;
        }

        if (files.Count > 0 && random.Next(3) == 0)
        {
            File.CreateSymbolicLink(path, Pick(files));
        }
        else if (files.Count > 0 && random.Next(3) == 0)
        {
            HardLink.Create(Pick(files), path);
        }
        else
        {
            File.WriteAllText(path, $"original {files.Count} {random.Next()}");
        }

        files.Add(path);
    }

    private T Pick<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
