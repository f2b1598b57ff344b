using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Grains.Hosting.Identity;

/// <summary>A silo that is alone: it opens no port and calls nobody, so nobody else on the machine can reach it either.</summary>
internal static class NoNetwork
{
    /// <summary>Takes the transports out that Orleans brought; after everything that adds one.</summary>
    public static ISiloBuilder UseNoNetwork(this ISiloBuilder silo)
    {
        Replace<IConnectionListenerFactory>(silo.Services, new SilentListenerFactory());
        Replace<IConnectionFactory>(silo.Services, new RefusingFactory());
        return silo;
    }

    /// <summary>Orleans keeps one transport for silos and one for clients, under keys of its own.</summary>
    private static void Replace<T>(IServiceCollection services, T instance)
        where T : class
    {
        var theirs = services.Where(service => service.ServiceType == typeof(T)).ToList();
        if (theirs.Count == 0)
        {
            throw new InvalidOperationException($"Orleans registers no {typeof(T).Name} any more: find out how this version opens its port before the command is used.");
        }

        foreach (var one in theirs)
        {
            services.Remove(one);
            if (one.IsKeyedService)
            {
                services.AddKeyedSingleton(one.ServiceKey, instance);
            }
            else
            {
                services.AddSingleton(instance);
            }
        }
    }

    private sealed class SilentListenerFactory : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new SilentListener(endpoint));
    }

    /// <summary>Waits for callers that can't come.</summary>
    private sealed class SilentListener(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(closed.Task.WaitAsync(cancellationToken));

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            closed.TrySetResult(null);
            return default;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }

    private sealed class RefusingFactory : IConnectionFactory
    {
        public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            throw new ConnectionAbortedException($"This silo is alone in its process; there is none at {endpoint}.");
    }
}
