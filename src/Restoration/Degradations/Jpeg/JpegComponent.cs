namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>How a JPEG stored one component.</summary>
/// <param name="StepX">Picture columns per stored sample: 1, or 2 where the colour was halved.</param>
/// <param name="StepY">Picture rows per stored sample.</param>
/// <param name="Quantiser">64 divisors, row-major.</param>
public sealed record JpegComponent(int StepX, int StepY, int[] Quantiser);
