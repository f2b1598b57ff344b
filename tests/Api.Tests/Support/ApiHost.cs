using System.Net.Http.Headers;
using BirD.Contracts.Api;
using BirD.Grains.Configuration;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using BirD.Silo.Api;
using BirD.Silo.Api.Clusters;
using BirD.Silo.Api.Security;
using BirD.Storage.Inputs;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using BirD.Storage.Results;
using BirD.Storage.Roots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BirD.Api.Tests.Support;

/// <summary>The API on a real port over a cluster in this process, with originals in a real folder.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    /// <summary>The one that the fake restorers say they have.</summary>
    public const string Prior = "1111111111111111111111111111111111111111111111111111111111111111";

    private readonly WebApplication app;
    private readonly BirdCluster cluster;
    private readonly ApiGround ground;

    private ApiHost(WebApplication app, BirdCluster cluster, ApiGround ground, AuditTrail audit)
    {
        (this.app, this.cluster, this.ground, Audit) = (app, cluster, ground, audit);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>Holds "in" and "out".</summary>
    public string Folder => ground.Folder;

    public HttpClient Http { get; }

    public AuditTrail Audit { get; }

    public World World => cluster.World;

    public IServiceProvider Services => app.Services;

    public FakeClusterView Silos => (FakeClusterView)app.Services.GetRequiredService<IClusterView>();

    public static Task<ApiHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(new ApiGround(), settings);

    /// <summary>On a ground that may have seen another host before.</summary>
    public static async Task<ApiHost> StartAsync(ApiGround ground, params (string Key, string Value)[] settings)
    {
        var folder = ground.Folder;
        var cluster = await BirdCluster.StartAsync(ground.World, silos: 1, configure: services => services
            .AddSingleton<IInputStoreFactory>(ground.Roots).AddSingleton<IInputListerFactory>(ground.Lister));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bird:Inputs:List"] = $"scans={folder}/in",
            ["Bird:Outputs:List"] = $"results={folder}/out;inside={folder}/in/results",
            ["Bird:Api:ProgressInterval"] = "00:00:00.050",

            // Tests ask until something has happened, and as fast as they can.
            ["Bird:Api:RequestBurst"] = "1000000",
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        var audit = new AuditTrail();
        builder.Logging.ClearProviders().AddProvider(audit);
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IObjectStore>(cluster.World.Objects)
            .AddSingleton<IManifestStore>(new ObjectManifestStore(cluster.World.Objects, TestJob.ShardSize))
            .AddSingleton<IInputListerFactory>(ground.Roots)
            .AddSingleton<IInputStoreFactory>(ground.Roots)
            .AddSingleton<IResultReaderFactory>(new OutputRoots(new RootOptions { Roots = { ["results"] = $"{folder}/out" } }))
            .AddSingleton<IClusterView>(new FakeClusterView(Prior))
            .AddSingleton(cluster.Grains);
        builder.AddBirdApi(SiloRole.All);
        var app = builder.Build();
        app.MapBirdApi(SiloRole.All);
        await app.StartAsync();
        return new ApiHost(app, cluster, ground, audit);
    }

    /// <summary>Puts fake originals below the input root.</summary>
    public void Put(string folder, params FakePicture[] pictures)
    {
        foreach (var picture in pictures)
        {
            var path = Path.Combine(Folder, "in", folder, picture.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, picture.ToBytes());
        }
    }

    /// <summary>Makes a key and sends it from now on.</summary>
    public async Task<KeyDocument> UseKeyAsync(KeyRole role)
    {
        var (key, document) = await Services.GetRequiredService<ApiKeyStore>().CreateAsync("test", role, null);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.ToString());
        return document;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await cluster.DisposeAsync();
        if (!ground.IsShared)
        {
            ground.Dispose();
        }
    }
}

internal sealed class FakeClusterView(params string[] priors) : IClusterView
{
    public IReadOnlyList<string> Priors { get; set; } = priors;

    public Task<IReadOnlyList<SiloDocument>> GetSilosAsync() => Task.FromResult<IReadOnlyList<SiloDocument>>(
        [.. Priors.Select((prior, i) => new SiloDocument { Address = $"127.0.0.1:1111{i}@1", Name = $"gpu-{i}", Status = "active", Role = "gpu", Prior = prior })]);
}

/// <summary>Collects what the audit log says.</summary>
internal sealed class AuditTrail : ILoggerProvider, ILogger
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) =>
        categoryName == AuditLog.Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
        {
            lines.Add(formatter(state, exception));
        }
    }

    public void Dispose()
    {
        // Holds lines only.
    }
}
