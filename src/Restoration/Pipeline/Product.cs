using System.Reflection;

namespace BirD.Restoration.Pipeline;

/// <summary>This software as results name it.</summary>
public static class Product
{
    /// <summary>"BirD.Cluster" and its version, without the build's own mark: the same release writes the same bytes.</summary>
    public static string Name { get; } =
        $"BirD.Cluster {typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
}
