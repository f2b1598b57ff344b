using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>The graphs of a step, opened on one device when they are first wanted.</summary>
internal sealed class GuidanceSessions(DeviceOptions device) : IDisposable
{
    private readonly Dictionary<StepShape, InferenceSession> fuse = [];
    private readonly Dictionary<StepShape, InferenceSession> advance = [];
    private readonly Lazy<InferenceSession> spectrum = new(() => OnnxSessionFactory.OpenGraph(SpectrumGraph.Build(), device));

    public InferenceSession Spectrum => spectrum.Value;

    public InferenceSession Fuse(StepShape shape) => Of(fuse, shape.OfFuse, FuseGraph.Build);

    public InferenceSession Advance(StepShape shape) => Of(advance, shape.OfAdvance, AdvanceGraph.Build);

    public void Dispose()
    {
        foreach (var session in fuse.Values.Concat(advance.Values))
        {
            session.Dispose();
        }

        if (spectrum.IsValueCreated)
        {
            spectrum.Value.Dispose();
        }
    }

    private InferenceSession Of(Dictionary<StepShape, InferenceSession> open, StepShape shape, Func<StepShape, byte[]> build)
    {
        if (!open.TryGetValue(shape, out var session))
        {
            open.Add(shape, session = OnnxSessionFactory.OpenGraph(build(shape), device));
        }

        return session;
    }
}
