using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using BirD.Storage.Results;

namespace BirD.Client.Inspect;

/// <summary>Reads a sidecar, recomputes the hashes it names, and shows both.</summary>
internal static class SidecarInspection
{
    public static async Task<int> ExecuteAsync(string path, bool json, CancellationToken cancellationToken)
    {
        var sidecarPath = path.EndsWith(ResultNames.SidecarSuffix, StringComparison.Ordinal) ? path : path + ResultNames.SidecarSuffix;
        var sidecar = await ReadAsync(sidecarPath, cancellationToken);
        var picture = sidecarPath[..^ResultNames.SidecarSuffix.Length];
        var output = await FileCheck.RunAsync(picture, Text(sidecar, "output", "sha256"), cancellationToken);
        var input = await FileCheck.RunAsync(
            Path.Combine(Text(sidecar, "input", "root"), Text(sidecar, "input", "path")), Text(sidecar, "input", "sha256"), cancellationToken);
        if (json)
        {
            sidecar["checks"] = new JsonObject { ["input"] = input.Word, ["output"] = output.Word };
            Console.WriteLine(sidecar.ToJsonString());
        }
        else
        {
            foreach (var line in SidecarText.Lines(sidecar, picture, input, output))
            {
                Console.WriteLine(line);
            }
        }

        return output.State == FileState.Same ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken))!.AsObject();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no sidecar {path}: this picture was not made by bird, or its sidecar was moved away.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException($"{path} is no sidecar of bird: {e.Message}", e);
        }
    }

    private static string Text(JsonObject sidecar, string part, string name) =>
        sidecar[part]?[name]?.GetValue<string>() ?? throw new UsageException($"The sidecar lacks {part}.{name}.");
}

internal enum FileState
{
    Same = 0,
    Changed = 1,
    Missing = 2,
}

/// <summary>Whether a file still has the hash it had.</summary>
internal sealed record FileCheck(string Path, FileState State)
{
    public string Word => State.ToString().ToLowerInvariant();

    public static async Task<FileCheck> RunAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return new FileCheck(path, FileState.Missing);
        }

        await using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return new FileCheck(path, hash == sha256 ? FileState.Same : FileState.Changed);
    }
}
