using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>How far each pixel stands out of its surroundings, to the bright and to the dark: top-hats of the channel mean.</summary>
internal sealed class Reliefs
{
    /// <summary>Half the square's side at <see cref="StandardSide"/>, pixels: marks up to 11 px wide stand out.</summary>
    private const int StandardRadius = 5;

    /// <summary>Longer side at which marks are looked for as they are, pixels.</summary>
    private const double StandardSide = 768;

    /// <summary>Finer scans show wider marks; by the root, because most of the finer scans also show finer marks.</summary>
    private const int LargestRadius = 15;

    /// <summary>Half the side of the square over which restlessness is averaged, in units of <see cref="Unit"/>.</summary>
    private const int TextureRadius = 20;

    /// <param name="picture">[0,1].</param>
    public Reliefs(ImageTensor picture)
    {
        (Picture, Height, Width) = (picture, picture.Height, picture.Width);
        Radius = Math.Clamp((int)Math.Round(StandardRadius * Math.Sqrt(Math.Max(Height, Width) / StandardSide)), StandardRadius, LargestRadius);
        Grey = new float[picture.PlaneLength];
        for (var c = 0; c < picture.Channels; c++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(picture.Plane(c), 1f / picture.Channels, Grey, Grey);
        }

        var (opened, closed) = (SquareMorphology.Open(Grey, Height, Width, Radius), SquareMorphology.Close(Grey, Height, Width, Radius));
        (Bright, Dark) = (new float[Grey.Length], new float[Grey.Length]);
        System.Numerics.Tensors.TensorPrimitives.Subtract(Grey, opened, Bright);
        System.Numerics.Tensors.TensorPrimitives.Subtract(closed, Grey, Dark);
    }

    public ImageTensor Picture { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Half the side of the square that the top-hats open with, pixels.</summary>
    public int Radius { get; }

    /// <summary>What lengths and distances are measured in, pixels: 1 for pictures of <see cref="StandardSide"/> and less.</summary>
    public double Unit => (double)Radius / StandardRadius;

    /// <summary>Mean of the channels, H x W.</summary>
    public float[] Grey { get; }

    /// <summary>Height above the surroundings, H x W, 0 and more.</summary>
    public float[] Bright { get; }

    /// <summary>Depth below the surroundings, H x W, 0 and more.</summary>
    public float[] Dark { get; }

    /// <summary>
    /// How restless a place is, judged from the relief that marks of the other polarity would show in: marks don't raise their own bar.
    /// </summary>
    /// <param name="other">The other polarity's relief.</param>
    public float[] Texture(float[] other)
    {
        var most = (3 * System.Numerics.Tensors.TensorPrimitives.Average<float>(other)) + Candidates.Floor;
        var capped = new float[other.Length];
        System.Numerics.Tensors.TensorPrimitives.Min(other, most, capped);
        return BoxMean.Apply(capped, Height, Width, (int)(TextureRadius * Unit));
    }
}
