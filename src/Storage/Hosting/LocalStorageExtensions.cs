using BirD.Storage.Checkpoints;
using BirD.Storage.Inputs;
using BirD.Storage.Inputs.Local;
using BirD.Storage.Local;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Local;
using BirD.Storage.Results;
using BirD.Storage.Results.Local;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Storage.Hosting;

public static class LocalStorageExtensions
{
    /// <summary>Registers every store over local directories: state in <paramref name="stateDirectory"/>, pictures where jobs say.</summary>
    /// <param name="services">Where to register them.</param>
    /// <param name="stateDirectory">Where jobs, checkpoints and locks live.</param>
    /// <param name="replacing">What results may take the place of; null for earlier results only.</param>
    public static IServiceCollection AddLocalStorage(this IServiceCollection services, string stateDirectory, Replacing? replacing = null)
    {
        AtomicFile.Sweep(stateDirectory);
        return services
            .AddSingleton<IObjectStore>(_ => new FileObjectStore(stateDirectory))
            .AddSingleton<IManifestStore>(provider => new ObjectManifestStore(provider.GetRequiredService<IObjectStore>()))
            .AddSingleton<ICheckpointStore>(provider => new ObjectCheckpointStore(provider.GetRequiredService<IObjectStore>()))
            .AddSingleton<IInputStoreFactory, FileInputStoreFactory>()
            .AddSingleton<IInputListerFactory, FileInputListerFactory>()
            .AddSingleton<IResultStoreFactory>(_ => new FileResultStoreFactory(replacing))
            .AddSingleton<IResultReaderFactory, FileResultReaderFactory>();
    }
}
