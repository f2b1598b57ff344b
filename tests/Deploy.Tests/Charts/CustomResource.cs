using k8s;
using k8s.Models;

namespace BirD.Deploy.Tests.Charts;

/// <summary>A resource whose schema isn't Kubernetes' own: its frame is checked, its specification is free.</summary>
public sealed class CustomResource : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public object? Spec { get; set; }
}
