using Microsoft.Extensions.DependencyInjection;

namespace BirD.Storage.Hosting;

public static class StorageExtensions
{
    /// <summary>Registers the stores that the options name.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StoreOptions options) =>
        services.AddLocalStorage(options.Directory);
}
