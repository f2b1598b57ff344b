using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>One small evaluation that shows the real output shape and whether its values are finite.</summary>
internal static class WarmUp
{
    private const int LeastSide = 32;

    /// <summary>Side of a small evaluation that the prior accepts, pixels.</summary>
    public static int SideOf(DenoiserInfo info) =>
        info.NativeSize ?? (LeastSide + info.SizeMultiple - 1) / info.SizeMultiple * info.SizeMultiple;

    /// <returns>The answer.</returns>
    /// <exception cref="PriorException">The output has another shape than declared, or holds NaN or infinity.</exception>
    /// <exception cref="OnnxRuntimeException">The device cannot run the model.</exception>
    public static float[] Run(string file, DenoiserInfo info, InferenceSession session)
    {
        var side = SideOf(info);
        using var x = OrtValue.CreateTensorValueFromMemory(Wave(side), [1, 3, side, side]);
        using var t = OrtValue.CreateTensorValueFromMemory(new[] { (info.ScheduleSteps - 1) / 2f }, [1]);
        using var run = new RunOptions();
        using var results = session.Run(
            run, [PriorMetadata.InputX, PriorMetadata.InputT], [x, t], [PriorMetadata.Word(info.Prediction)]);
        long[] wanted = [1, info.OutputChannels, side, side];
        var shape = results[0].GetTensorTypeAndShape().Shape;
        if (!shape.AsSpan().SequenceEqual(wanted))
        {
            throw new PriorException(
                $"'{file}' breaks the prior contract: for an input of [1,3,{side},{side}] its output has the shape " +
                $"[{string.Join(",", shape)}] instead of [{string.Join(",", wanted)}].");
        }

        var answer = results[0].GetTensorDataAsSpan<float>().ToArray();

        // A sum is finite exactly when no value is NaN or infinite (overflow of float32 sums aside, which is as bad).
        if (!float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(answer)))
        {
            throw new PriorException($"'{file}' answers a plain test picture with values that are not finite. Export it again, or use float32 storage.");
        }

        return answer;
    }

    private static float[] Wave(int side)
    {
        var data = new float[3 * side * side];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = MathF.Sin(0.7f * i);
        }

        return data;
    }
}
