using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Grey;

/// <summary>The declared grey operator: every channel shows the mean of the three. What was seen stays, colour is the prior's.</summary>
/// <param name="observation">Its channel mean counts.</param>
public sealed class GreyDamage(Observation observation) : IDamage
{
    private readonly float[] grey = ChannelMean(observation.Y);

    public ImageTensor Begin()
    {
        var picture = new ImageTensor(3, observation.Y.Height, observation.Y.Width);
        AddToAll(picture, grey);
        return picture;
    }

    public IDataStep StepFor(DegradationKernel kernel) => new GreyStep(grey);

    /// <summary>There is no kernel to learn.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) => kernel;

    /// <summary>Brightness is the observation's, to the last digit; only colour was invented.</summary>
    public ImageTensor Settle(ImageTensor result)
    {
        AddToAll(result, new GreyStep(grey).Missing(result));
        return result;
    }

    internal static float[] ChannelMean(ImageTensor picture)
    {
        var mean = new float[picture.PlaneLength];
        for (var c = 0; c < 3; c++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(picture.Plane(c), 1f / 3, mean, mean);
        }

        return mean;
    }

    internal static void AddToAll(ImageTensor picture, float[] change)
    {
        for (var c = 0; c < 3; c++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(picture.Plane(c), change, picture.Plane(c));
        }
    }
}
