using System.Diagnostics;
using BirD.Restoration.Priors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Client.Bench.Speed;

/// <summary>ONNX Runtime alone over the same model, shape and number of threads: the limit that the engine is held against.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly OrtValue[] inputs;
    private readonly OrtValue[] outputs;
    private readonly string[] outputNames;

    public BareLoop(string file, DenoiserInfo prior, int count, int height, int width)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session = new InferenceSession(file, options);
        outputNames = [.. session.OutputMetadata.Keys.Take(1)];
        var timesteps = new float[count];
        Array.Fill(timesteps, 100f);
        inputs =
        [
            OrtValue.CreateTensorValueFromMemory(new float[count * 3 * height * width], [count, 3, height, width]),
            OrtValue.CreateTensorValueFromMemory(timesteps, [count]),
        ];
        outputs = [OrtValue.CreateTensorValueFromMemory(
            new float[count * prior.OutputChannels * height * width], [count, prior.OutputChannels, height, width])];
        Evaluate();
    }

    public Cost Evaluate()
    {
        var start = Cost.Now();
        session.Run(run, ["x", "t"], inputs, outputNames, outputs);
        return Cost.Since(start);
    }

    public void Dispose()
    {
        Array.ForEach(inputs, value => value.Dispose());
        Array.ForEach(outputs, value => value.Dispose());
        run.Dispose();
        session.Dispose();
    }
}

/// <summary>Wall and processor time, seconds. Processor time stays comparable on a machine that others use too.</summary>
internal readonly record struct Cost(double Wall, double Processor)
{
    public static (long Wall, TimeSpan Processor) Now() => (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

    public static Cost Since((long Wall, TimeSpan Processor) start) =>
        new(Stopwatch.GetElapsedTime(start.Wall).TotalSeconds, (Environment.CpuUsage.TotalTime - start.Processor).TotalSeconds);

    public static Cost operator +(Cost a, Cost b) => new(a.Wall + b.Wall, a.Processor + b.Processor);

    public Cost Per(int count) => new(Wall / count, Processor / count);

    public static Cost Add(Cost left, Cost right) => left + right;
}
