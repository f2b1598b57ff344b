using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>One run of a graph: its inputs and outputs by name, on the host or the device. What lies on the host travels with the run, so there is nothing else to wait for.</summary>
internal sealed class StepGraph(InferenceSession session) : IDisposable
{
    private readonly List<string> inputNames = [];
    private readonly List<OrtValue> inputs = [];
    private readonly List<string> outputNames = [];
    private readonly List<OrtValue> outputs = [];
    private readonly List<OrtValue> owned = [];

    /// <summary>An array that the caller keeps.</summary>
    public void Input(string name, OrtValue value)
    {
        inputNames.Add(name);
        inputs.Add(value);
    }

    /// <summary>Numbers from the host.</summary>
    public void Input(string name, float[] numbers, params long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(numbers, shape);
        owned.Add(value);
        Input(name, value);
    }

    /// <summary>An array of the caller's that is to be filled.</summary>
    public void Output(string name, OrtValue value)
    {
        outputNames.Add(name);
        outputs.Add(value);
    }

    /// <summary>Numbers on the host that are to be filled.</summary>
    public void Output(string name, float[] numbers, params long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(numbers, shape);
        owned.Add(value);
        Output(name, value);
    }

    /// <exception cref="OnnxRuntimeException">The device failed; outputs are undefined.</exception>
    public void Run()
    {
        using var run = new RunOptions();
        session.Run(run, inputNames, inputs, outputNames, outputs);
    }

    public void Dispose() => owned.ForEach(value => value.Dispose());
}
