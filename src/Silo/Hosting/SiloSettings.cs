using System.ComponentModel.DataAnnotations;
using System.Net;
using BirD.Grains.Configuration;
using BirD.Grains.Hosting;
using BirD.Silo.Telemetry;
using BirD.Storage.Hosting;
using BirD.Storage.Roots;
using Microsoft.Extensions.Configuration;

namespace BirD.Silo.Hosting;

/// <summary>What a silo was told, read and checked before anything is built.</summary>
internal sealed class SiloSettings
{
    /// <exception cref="SettingException">Lists everything that is wrong, a line each.</exception>
    public SiloSettings(IConfiguration configuration)
    {
        var faults = new List<string>();
        Silo = Read<BirdSiloOptions>("Silo");
        Cluster = Read<ClusterNodeOptions>("Cluster");
        Http = Read<HttpOptions>("Http");
        Prior = Read<PriorOptions>("Prior");
        Telemetry = Read<TelemetryOptions>("Telemetry");
        Store = Read<StoreOptions>("Store");
        (Inputs, Outputs) = (Read<RootOptions>("Inputs"), Read<RootOptions>("Outputs"));
        Inputs.Azure ??= Store.Azure;
        Outputs.Azure ??= Store.Azure;
        Check(Store.Azure);
        faults.AddRange([.. Store.Faults(), .. Inputs.Faults("Bird:Inputs"), .. Outputs.Faults("Bird:Outputs")]);
        if (Cluster.Membership == MembershipKind.Redis && string.IsNullOrWhiteSpace(Cluster.Redis))
        {
            faults.Add("Bird:Cluster:Redis is missing: give the server's connection string (--redis or BIRD_REDIS), for example redis.internal:6379, or keep the members in the store.");
        }

        faults.AddRange(Cluster.Tls.Faults());
        Address("Bird:Cluster:Address", Cluster.Address);
        Address("Bird:Http:Address", Http.Address);
        if (faults.Count > 0)
        {
            throw new SettingException(string.Join(Environment.NewLine, faults));
        }

        T Read<T>(string name)
            where T : class, new()
        {
            T options;
            try
            {
                options = configuration.GetSection($"Bird:{name}").Get<T>() ?? new T();
            }
            catch (InvalidOperationException e)
            {
                // The binder names key and value.
                faults.Add(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message);
                return new T();
            }

            Check(options);
            return options;
        }

        void Check(object options)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
            faults.AddRange(results.Select(result => result.ErrorMessage!));
        }

        void Address(string name, string text)
        {
            if (!IPAddress.TryParse(text, out _))
            {
                faults.Add($"{name} is '{text}', which is no IP address; names are not resolved here. For one machine use 127.0.0.1.");
            }
        }
    }

    public BirdSiloOptions Silo { get; }

    public ClusterNodeOptions Cluster { get; }

    public HttpOptions Http { get; }

    public PriorOptions Prior { get; }

    public TelemetryOptions Telemetry { get; }

    public StoreOptions Store { get; }

    public RootOptions Inputs { get; }

    public RootOptions Outputs { get; }
}
