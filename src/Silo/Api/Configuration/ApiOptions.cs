using System.ComponentModel.DataAnnotations;

namespace BirD.Silo.Api.Configuration;

/// <summary>The HTTP API of a control silo; section "Bird:Api".</summary>
public sealed class ApiOptions
{
    public const string BasePath = "/api/v1";

    public const string Section = "Bird:Api";

    /// <summary>
    /// Whether callers on this machine need no key as long as there is no key and no OIDC authority. Default true, for the
    /// single box; set it to false where other users share the machine.
    /// </summary>
    public bool AnonymousLoopback { get; set; } = true;

    /// <summary>SHA-256 of the prior for jobs that name none. Default: the one that all workers have.</summary>
    [RegularExpression("[0-9a-f]{64}", ErrorMessage = "Api:DefaultPrior must be a SHA-256 in lower-case hexadecimal, as GET /api/v1/cluster lists them.")]
    public string? DefaultPrior { get; set; }

    /// <summary>Requests per second of one caller, on average. Default 50.</summary>
    [Range(1, 100_000, ErrorMessage = "Api:RequestsPerSecond must lie between 1 and 100000; 50 is the default.")]
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>Requests that one caller may make at once before the average counts. Default 200.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:RequestBurst must lie between 1 and 1000000; 200 is the default.")]
    public int RequestBurst { get; set; } = 200;

    /// <summary>Event streams that one caller may hold open. Default 32.</summary>
    [Range(1, 100_000, ErrorMessage = "Api:WatchersPerCaller must lie between 1 and 100000; 32 is the default.")]
    public int WatchersPerCaller { get; set; } = 32;

    /// <summary>Largest request body in bytes. Default 1 MiB: requests carry names and settings, never pictures.</summary>
    [Range(1024, 1 << 30, ErrorMessage = "Api:MaxRequestBytes must lie between 1024 and 1073741824; 1048576 is the default.")]
    public long MaxRequestBytes { get; set; } = 1 << 20;

    /// <summary>Time between progress events of a stream; also what keeps idle connections open. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ErrorMessage = "Api:ProgressInterval must lie between 50 ms and 1 min; 2 s is the default.")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Memory for pictures cut into tiles, bytes; the latest one stays in any case. Default 128 MiB.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "Api:TileCacheBytes must not be negative; 134217728 is the default.")]
    public long TileCacheBytes { get; set; } = 128 << 20;

    /// <summary>
    /// Memory for pictures that are being opened to be looked at, bytes: 16 for each of their pixels. It decides what is opened beside
    /// what, and how large a picture can be shown, up to 150 megapixels. Default: a third of what the runtime says is available to this process.
    /// </summary>
    [Range(1 << 26, long.MaxValue, ErrorMessage = "Api:PreviewBytes must be 67108864 (64 MiB, which shows 4 megapixels) at least; left out it is a third of what there is.")]
    public long PreviewBytes { get; set; } = Math.Max(1 << 26, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3);

    /// <summary>Bearer tokens of an identity provider.</summary>
    public OidcOptions Oidc { get; set; } = new();
}
