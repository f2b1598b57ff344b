using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>A graph with its inputs and outputs bound: those that stay are bound once, and travel to the device once.</summary>
internal sealed class BoundGraph(InferenceSession session) : IDisposable
{
    private readonly OrtIoBinding binding = session.CreateIoBinding();
    private readonly RunOptions run = new();
    private readonly Dictionary<string, (float[] Number, OrtValue Value)> numbers = new(StringComparer.Ordinal);

    /// <summary>Binds an array that the caller keeps.</summary>
    public void Input(string name, OrtValue value) => binding.BindInput(name, value);

    public void Output(string name, OrtValue value) => binding.BindOutput(name, value);

    /// <summary>Binds one number; again each time, because binding is what takes it to the device.</summary>
    public void Number(string name, double value)
    {
        if (!numbers.TryGetValue(name, out var bound))
        {
            var data = new float[1];
            numbers.Add(name, bound = (data, OrtValue.CreateTensorValueFromMemory(data, [1])));
        }

        bound.Number[0] = (float)value;
        binding.BindInput(name, bound.Value);
    }

    public void Run()
    {
        binding.SynchronizeBoundInputs();
        session.RunWithBinding(run, binding);
        binding.SynchronizeBoundOutputs();
    }

    public void Dispose()
    {
        binding.Dispose();
        run.Dispose();
        foreach (var (_, value) in numbers.Values)
        {
            value.Dispose();
        }
    }
}
