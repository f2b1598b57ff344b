using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Connections.Security;

namespace BirD.Grains.Hosting.Identity;

/// <summary>Connections between silos on which both ends prove who they are.</summary>
internal static class MutualTlsExtensions
{
    /// <summary>Patience with a busy machine; a caller that says nothing is hung up on after it.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Adds where the credentials come from. Before Orleans, so that they are known when it opens its port.</summary>
    /// <param name="services">The host's; an object store among them, unless files are given.</param>
    /// <param name="tls">Files, or none.</param>
    /// <param name="clusterId">The cluster.</param>
    /// <returns>What the silo's connections ask.</returns>
    public static CredentialHolder AddSiloCredentials(this IServiceCollection services, SiloTlsOptions tls, string clusterId)
    {
        services.TryAddSingleton(TimeProvider.System);
        var holder = new CredentialHolder(TimeProvider.System);
        services.AddSingleton(holder);
        if (tls.UsesFiles)
        {
            services.AddSingleton<ICredentialSource>(new FileCredentials(tls));
        }
        else
        {
            services.AddSingleton<ICredentialSource>(provider => ActivatorUtilities.CreateInstance<StoreCredentials>(provider, clusterId));
        }

        services.AddHostedService<CredentialRefresher>();
        return holder;
    }

    /// <summary>Nobody gets a word in, and nobody is told one, without a certificate of this cluster.</summary>
    public static ISiloBuilder UseMutualTls(this ISiloBuilder silo, CredentialHolder holder) => silo.UseTls(tls =>
    {
        tls.LocalServerCertificateSelector = (_, _) => holder.Own!;
        tls.LocalClientCertificateSelector = (_, _, _, _, _) => holder.Own!;
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        // Names are not compared: silos go by addresses that change, and whoever holds a key of the cluster is a member of it.
        tls.RemoteCertificateValidation = (certificate, chain, _) => holder.Accept(certificate, chain);
        tls.HandshakeTimeout = HandshakeTimeout;
        tls.OnAuthenticateAsClient = (_, options) => options.TargetHost = "bird";
    });
}
