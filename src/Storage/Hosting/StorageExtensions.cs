using BirD.Storage.Azure;
using BirD.Storage.Checkpoints;
using BirD.Storage.Inputs;
using BirD.Storage.Local;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Azure;
using BirD.Storage.Objects.Local;
using BirD.Storage.Results;
using BirD.Storage.Roots;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Storage.Hosting;

public static class StorageExtensions
{
    /// <summary>Registers the stores of a cluster: state as the options say, pictures in configured roots.</summary>
    public static IServiceCollection AddStorage(
        this IServiceCollection services, StoreOptions options, RootOptions inputs, RootOptions outputs) => services
        .AddSingleton(_ => Open(options))
        .AddSingleton<IManifestStore>(provider => new ObjectManifestStore(provider.GetRequiredService<IObjectStore>()))
        .AddSingleton<ICheckpointStore>(provider => new ObjectCheckpointStore(provider.GetRequiredService<IObjectStore>()))
        .AddSingleton(_ => new InputRoots(inputs))
        .AddSingleton(_ => new OutputRoots(outputs))
        .AddSingleton<IInputStoreFactory>(provider => provider.GetRequiredService<InputRoots>())
        .AddSingleton<IInputListerFactory>(provider => provider.GetRequiredService<InputRoots>())
        .AddSingleton<IResultStoreFactory>(provider => provider.GetRequiredService<OutputRoots>())
        .AddSingleton<IResultReaderFactory>(provider => provider.GetRequiredService<OutputRoots>());

    private static IObjectStore Open(StoreOptions options)
    {
        if (options.Kind == StoreKind.Azure)
        {
            var container = BlobClients.Create(options.Azure).GetBlobContainerClient(options.Container);
            return new BlobObjectStore(container, options.Prefix, options.Azure.BlockBytes);
        }

        return new FileObjectStore(options.Directory);
    }
}
