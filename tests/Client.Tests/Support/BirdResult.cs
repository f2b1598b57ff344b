using System.Text.Json;

namespace BirD.Client.Tests.Support;

/// <summary>How a run of <c>bird</c> ended.</summary>
internal sealed record BirdResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as the JSON lines that scripts read.</summary>
    public IReadOnlyList<JsonElement> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The closing line.</summary>
    public JsonElement Summary => Lines[^1];

    public BirdResult ShouldExit(int code)
    {
        ExitCode.ShouldBe(code, $"{Output}\n{Errors}");
        return this;
    }
}
