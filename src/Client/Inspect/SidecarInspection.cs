using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using BirD.Client.Output;
using BirD.Storage.Files;
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
            Print(sidecarPath, sidecar, picture, input, output);
        }

        return output.State == FileState.Same ? ExitCodes.Done : ExitCodes.SomeFailed;
    }

    private static void Print(string path, JsonObject sidecar, string picture, FileCheck input, FileCheck output)
    {
        try
        {
            // All of it before any of it: half a page would look like a whole one.
            foreach (var line in SidecarText.Lines(sidecar, picture, input, output).ToList())
            {
                Console.WriteLine(PlainText.Of(line));
            }
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new UsageException($"{path} is damaged: fields are missing or of another kind. Restore the picture again with --force.", e);
        }
    }

    private static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (FileFacts.Of(path).Kind == FileKind.Special)
        {
            throw new UsageException($"{path} is no file but a pipe, a socket or a device.");
        }

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
        sidecar[part] is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new UsageException($"The sidecar lacks {part}.{name}.");
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
        // Reading a pipe or a device may never end.
        if (FileFacts.Of(path).Kind != FileKind.Regular)
        {
            return new FileCheck(path, FileState.Missing);
        }

        await using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return new FileCheck(path, hash == sha256 ? FileState.Same : FileState.Changed);
    }
}
