using System.Globalization;
using System.Numerics.Tensors;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Holds a device's answer to one small picture against the CPU's: a device that computes nonsense must not be given anybody's picture.</summary>
/// <remarks>
/// Broken memory, a wrong driver or a library for other hardware need not show as an error; a device that answers nothing but zeros passed
/// every check for finite numbers. Costs one evaluation on the CPU and loading the prior there once.
/// </remarks>
internal static class DeviceTrial
{
    /// <summary>
    /// Root mean square of the difference over that of the CPU's answer. Rounding to 10 bits of mantissa (TF32, float16: 2^-11 each product)
    /// over some fifty layers stays below 0.005; zeros differ by 1, other pictures' answers by 1.4.
    /// </summary>
    private const double Tolerance = 0.02;

    /// <param name="there">The device's answer; throws <see cref="PriorException"/> where it is unusable.</param>
    /// <param name="here">The CPU's answer; throws <see cref="PriorException"/> where the prior itself is at fault.</param>
    /// <returns>The difference, as a share of the CPU's answer.</returns>
    /// <exception cref="WrongAnswerException">The device is not to be trusted.</exception>
    /// <exception cref="PriorException">The prior is at fault, not the device.</exception>
    public static double Run(Func<float[]> there, Func<float[]> here)
    {
        float[]? answer = null;
        var complaint = "";
        try
        {
            answer = there();
        }
        catch (PriorException e)
        {
            complaint = e.Message;
        }

        // First the CPU's: what it can't do with this prior either is not the device's fault.
        var expected = here();
        if (answer is null)
        {
            throw new WrongAnswerException($"It answers a test picture that the CPU has no trouble with in a way that can't be used: {complaint}");
        }

        var difference = Difference(answer, expected);
        return difference <= Tolerance ? difference : throw new WrongAnswerException(string.Create(
            CultureInfo.InvariantCulture, $"Its answer to a test picture differs from the CPU's by {100 * difference:0.#} % where at most {100 * Tolerance:0.#} % is rounding."));
    }

    /// <summary>Root mean square of the difference over that of what was expected.</summary>
    public static double Difference(float[] answer, float[] expected)
    {
        double size = TensorPrimitives.Norm<float>(expected);
        double apart = TensorPrimitives.Distance<float>(answer, expected);

        // A prior whose answer is nothing has no scale to measure by.
        return size > 0 ? apart / size : apart > 0 ? double.PositiveInfinity : 0;
    }
}
