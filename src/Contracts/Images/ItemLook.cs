namespace BirD.Contracts.Images;

/// <summary>What a picture in work has learned so far, small enough to travel with a heartbeat while somebody looks.</summary>
[GenerateSerializer, Immutable, Alias("bird.item-look.v1")]
public sealed record ItemLook
{
    /// <summary>Diffusion steps the picture has behind it.</summary>
    [Id(0)]
    public required int Step { get; init; }

    /// <summary>Steps in all.</summary>
    [Id(1)]
    public required int Steps { get; init; }

    /// <summary>Side of the kernel, pixels.</summary>
    [Id(2)]
    public required int KernelSize { get; init; }

    /// <summary>Mean of the channels' point spread functions, row-major, KernelSize x KernelSize.</summary>
    [Id(3)]
    public required float[] Kernel { get; init; }

    /// <summary>Guidance scale over the steps so far, at most <see cref="Points"/> of them, evenly picked, the latest included.</summary>
    [Id(4)]
    public required float[] GuidanceScale { get; init; }

    /// <summary>Loss over the same steps.</summary>
    [Id(5)]
    public required float[] Loss { get; init; }

    /// <summary>Most points of a curve.</summary>
    public const int Points = 128;
}
