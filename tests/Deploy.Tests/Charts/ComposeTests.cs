using System.Text.Json.Nodes;

namespace BirD.Deploy.Tests.Charts;

/// <summary>The try-out of compose.yaml tells its silos what they read.</summary>
public sealed class ComposeTests
{
    [Theory]
    [InlineData("control")]
    [InlineData("worker")]
    public void Environment_IsUnderstoodByTheSilo(string service)
    {
        var wanted = Compose["services"]![service]!;
        var variables = Merged(wanted["environment"]!.AsObject());
        var settings = SiloEnvironment.Read(variables);
        variables.Keys.Where(name => !SiloEnvironment.IsKnown(name)).ShouldBeEmpty();
        settings.Cluster.Address.ShouldBe((string)wanted["networks"]!["bird"]!["ipv4_address"]!);
        settings.Http.Port.ShouldBe(8080);
        settings.Silo.Role.ToString().ShouldBe(variables["BIRD_ROLE"], StringCompareShould.IgnoreCase);
    }

    [Fact]
    public void GracePeriod_IsThatOfTheDrain() =>
        ((string)Compose["x-silo"]!["stop_grace_period"]!).ShouldBe($"{new Grains.Configuration.BirdSiloOptions().ShutdownTimeout.TotalSeconds + 15}s");

    private static JsonObject Compose => Yaml.Read(File.ReadAllText(Path.Combine(Tool.Root, "compose.yaml"))).Single();

    /// <summary>YAML's merge key, which is YAML 1.1's and not read by the parser.</summary>
    private static Dictionary<string, string> Merged(JsonObject environment) => (environment["<<"]?.AsObject() ?? [])
        .Concat(environment.Where(entry => entry.Key != "<<"))
        .ToDictionary(entry => entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
}
