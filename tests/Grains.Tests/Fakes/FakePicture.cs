using System.Text;
using System.Text.Json;

namespace BirD.Grains.Tests.Fakes;

/// <summary>What a fake original says about itself: how many steps it takes and what goes wrong.</summary>
internal sealed record FakePicture(string Name, int Steps = 4)
{
    /// <summary>Not a picture: fails for good.</summary>
    public bool Broken { get; init; }

    /// <summary>Attempts that fail before one succeeds.</summary>
    public int FailuresFirst { get; init; }

    /// <summary>Fails for lack of memory while anything runs beside it.</summary>
    public bool NeedsAllMemory { get; init; }

    /// <summary>Left alone by the planner.</summary>
    public bool Pristine { get; init; }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this));

    public static FakePicture Parse(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize<FakePicture>(bytes.Span)!;

    /// <summary>What an undisturbed run makes of it.</summary>
    public byte[] Expected()
    {
        var value = 1f;
        for (var step = 0; step < Steps; step++)
        {
            value = (value * 0.75f) + step;
        }

        return Pristine ? ToBytes() : FakeRestorer.ResultOf(Name, value);
    }
}
