using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>The graphs of a step, opened on one device.</summary>
internal sealed class GuidanceSessions(DeviceOptions device) : IDisposable
{
    public InferenceSession Pointwise { get; } = OnnxSessionFactory.OpenGraph(FuseGraph.Pointwise(), device);

    public InferenceSession Blurred { get; } = OnnxSessionFactory.OpenGraph(FuseGraph.Blurred(), device);

    public InferenceSession Spectrum { get; } = OnnxSessionFactory.OpenGraph(SpectrumGraph.Build(), device);

    public InferenceSession Advance { get; } = OnnxSessionFactory.OpenGraph(AdvanceGraph.Build(keepsMean: false), device);

    public InferenceSession AdvanceWithMean { get; } = OnnxSessionFactory.OpenGraph(AdvanceGraph.Build(keepsMean: true), device);

    public void Dispose()
    {
        Pointwise.Dispose();
        Blurred.Dispose();
        Spectrum.Dispose();
        Advance.Dispose();
        AdvanceWithMean.Dispose();
    }
}
