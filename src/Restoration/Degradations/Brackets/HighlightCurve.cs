using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Brackets;

/// <summary>Brings a scene of more than a picture's range into it: shadows and middle tones as they are, highlights ever more gently.</summary>
public static class HighlightCurve
{
    /// <summary>Tones up to here are not changed.</summary>
    private const float Knee = 0.6f;

    /// <param name="scene">1 is <paramref name="range"/>.</param>
    /// <param name="range">Brightest light in units of white, at least 1; 1 changes nothing.</param>
    public static ImageTensor Develop(ImageTensor scene, double range)
    {
        var picture = new ImageTensor(scene.Channels, scene.Height, scene.Width);
        var last = (float)((range - Knee) / (1 - Knee));
        for (var n = 0; n < scene.Data.Length; n++)
        {
            var light = scene.Data[n] * (float)range;
            var t = (light - Knee) / (1 - Knee);
            picture.Data[n] = t <= 0 ? light : Knee + ((1 - Knee) * t * (1 + (t / (last * last))) / (1 + t));
        }

        return picture;
    }
}
