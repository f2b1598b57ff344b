using BirD.Restoration.Onnx;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency.Graphs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BirD.Restoration.Residency;

/// <summary>Arrays in a device's memory, and the way there and back.</summary>
/// <remarks>Whoever is given one disposes of it, before this.</remarks>
internal sealed class DeviceMemory : IDisposable
{
    private readonly InferenceSession floats;
    private readonly InferenceSession indices;
    private readonly OrtMemoryInfo place;
    private readonly OrtAllocator allocator;

    /// <param name="device">A CPU or CUDA device.</param>
    /// <exception cref="OnnxRuntimeException">The device doesn't work.</exception>
    public DeviceMemory(DeviceOptions device)
    {
        floats = OnnxSessionFactory.OpenGraph(MoveGraph.Build(OnnxType.Float), device);
        indices = OnnxSessionFactory.OpenGraph(MoveGraph.Build(OnnxType.Int64), device);
        place = device.Kind == DeviceKind.Cpu
            ? new OrtMemoryInfo("Cpu", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default)
            : new OrtMemoryInfo("Cuda", OrtAllocatorType.DeviceAllocator, device.Index, OrtMemType.Default);
        allocator = new OrtAllocator(floats, place);
    }

    /// <summary>An array whose values are arbitrary.</summary>
    public OrtValue Allocate(params long[] shape) => OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Float, shape);

    /// <summary>Raw memory for <see cref="View"/>.</summary>
    /// <exception cref="EngineException">More than can be asked for at once.</exception>
    public OrtMemoryAllocation AllocateBlock(long count) => count * sizeof(float) <= uint.MaxValue
        ? allocator.Allocate((uint)(count * sizeof(float)))
        : throw new EngineException($"{count} values don't fit one block of the device's memory.", outOfMemory: true);

    /// <summary>A part of a block as an array; the block must outlive it.</summary>
    /// <param name="block">Of <see cref="AllocateBlock"/>.</param>
    /// <param name="from">Its first value.</param>
    /// <param name="shape">Its extents.</param>
    public OrtValue View(OrtMemoryAllocation block, long from, params long[] shape)
    {
        var bytes = shape.Aggregate(1L, (product, extent) => product * extent) * sizeof(float);
        return OrtValue.CreateTensorValueWithData(
            place, TensorElementType.Float, shape, block.DangerousGetHandle() + (nint)(from * sizeof(float)), bytes);
    }

    public OrtValue Upload(float[] data, params long[] shape)
    {
        using var source = OrtValue.CreateTensorValueFromMemory(data, shape);
        return Copy(floats, source, OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Float, shape));
    }

    public OrtValue Upload(long[] data)
    {
        using var source = OrtValue.CreateTensorValueFromMemory(data, [data.Length]);
        return Copy(indices, source, OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Int64, [data.Length]));
    }

    public void Download(OrtValue source, float[] data, params long[] shape)
    {
        using var target = OrtValue.CreateTensorValueFromMemory(data, shape);
        Copy(floats, source, target);
    }

    public void Dispose()
    {
        allocator.Dispose();
        place.Dispose();
        floats.Dispose();
        indices.Dispose();
    }

    private static OrtValue Copy(InferenceSession session, OrtValue source, OrtValue target)
    {
        using var run = new RunOptions();
        session.Run(run, [MoveGraph.From], [source], [MoveGraph.To], [target]);
        return target;
    }
}
