namespace BirD.Client.PriorTools;

/// <summary>Where an import writes.</summary>
/// <param name="File">The model, a full path.</param>
/// <param name="Name">The prior's name when it is installed; null when the user named a file.</param>
internal sealed record ImportTarget(string File, string? Name)
{
    private const int MostNameCharacters = 64;

    /// <exception cref="UsageException">The place is taken or not usable; the message says what to change.</exception>
    public static ImportTarget Choose(ImportRequest request)
    {
        var target = request.Output is { } output
            ? new ImportTarget(Path.GetFullPath(output), null)
            : Install(request.Options.Name ?? Path.GetFileNameWithoutExtension(request.Checkpoint));
        if (!target.File.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"The output {target.File} must end in .onnx.");
        }

        foreach (var file in new[] { target.File, target.File + ".data" })
        {
            if (file == request.Checkpoint)
            {
                throw new UsageException($"The output would overwrite the checkpoint {file}. Name another file with -o.");
            }

            if (Directory.Exists(file) || (System.IO.File.Exists(file) && !request.Force))
            {
                throw new UsageException($"{file} exists. Name another file with -o or another --name, or replace it with --force.");
            }
        }

        return target;
    }

    private static ImportTarget Install(string name)
    {
        if (name.Length is 0 or > MostNameCharacters || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new UsageException(
                $"'{name}' is no name for a prior: letters, digits, '-', '_' and '.', at most {MostNameCharacters}, not starting with '.'. Give one with --name.");
        }

        return Priors.Bundled.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? throw new UsageException($"'{name}' is the name of a bundled prior. Give another one with --name.")
            : new ImportTarget(Priors.OwnFile(name), name);
    }
}
