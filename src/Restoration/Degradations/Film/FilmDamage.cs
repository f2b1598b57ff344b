using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Film;

/// <summary>Grain of film: each pixel is pulled by as many frames as show it.</summary>
/// <param name="fused">The frame and what its neighbours know of it.</param>
public sealed class FilmDamage(FusedFrame fused) : IDamage
{
    public ImageTensor Begin() => fused.Picture.Clone();

    public IDataStep StepFor(DegradationKernel kernel) => new FilmStep(fused);

    /// <summary>There is no kernel to learn.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) => kernel;

    public ImageTensor Settle(ImageTensor result) => result;
}
