namespace BirD.Restoration.Priors.Import;

internal enum Resample
{
    None = 0,
    Down,
    Up,
}

/// <summary>One layer; <paramref name="Prefix"/> starts the names of its tensors.</summary>
internal abstract record Layer(string Prefix);

/// <summary>The first convolution.</summary>
internal sealed record EntryLayer(string Prefix, int In, int Out) : Layer(Prefix);

internal sealed record ResLayer(string Prefix, int In, int Out, Resample Resample = Resample.None) : Layer(Prefix);

internal sealed record AttentionLayer(string Prefix, int Channels) : Layer(Prefix);

/// <summary>A strided convolution, or nearest doubling and a convolution.</summary>
internal sealed record ResampleLayer(string Prefix, int Channels, Resample Resample) : Layer(Prefix)
{
    public string ConvPrefix => Resample == Resample.Down ? $"{Prefix}.op" : $"{Prefix}.conv";
}

internal enum StageKind
{
    /// <summary>Its result is kept for the way up.</summary>
    Input = 0,
    Middle,

    /// <summary>Starts by joining the latest kept result.</summary>
    Output,
}

/// <summary>A top-level block, for example <c>input_blocks.3</c>.</summary>
internal sealed record Stage(string Name, StageKind Kind, IReadOnlyList<Layer> Layers);
