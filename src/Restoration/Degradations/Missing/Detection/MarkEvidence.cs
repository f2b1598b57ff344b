namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>Weighs a candidate's traits: the logarithm of the odds that it is a mark, from even odds before anything is known.</summary>
/// <remarks>
/// One layer of twelve hidden units, because what speaks for a mark depends on the rest (a contrast that is plain on sky says
/// nothing in gravel). Two of them: hue is the best witness, but pictures without hue can't call it.
/// </remarks>
internal static class MarkEvidence
{
    private const int Units = 12;

    /// <summary>For pictures with hues: marks have none and mix into all channels alike.</summary>
    public static double WithColour(double[] traits) =>
        LogOdds(traits, Traits.Count, MarkWeights.ColourHidden, MarkWeights.ColourOffset, MarkWeights.ColourOutput, MarkWeights.ColourBias);

    /// <summary>From brightness and shape alone.</summary>
    public static double WithoutColour(double[] traits) =>
        LogOdds(traits, Traits.CountOfGrey, MarkWeights.GreyHidden, MarkWeights.GreyOffset, MarkWeights.GreyOutput, MarkWeights.GreyBias);

    private static double LogOdds(double[] traits, int count, double[] hidden, double[] offset, double[] output, double bias)
    {
        var odds = bias;
        for (var unit = 0; unit < Units; unit++)
        {
            var sum = offset[unit];
            for (var n = 0; n < count; n++)
            {
                sum += hidden[(unit * count) + n] * traits[n];
            }

            odds += output[unit] * Math.Tanh(sum);
        }

        return odds;
    }
}
