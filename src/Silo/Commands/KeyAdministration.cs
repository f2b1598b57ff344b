using BirD.Contracts.Api;
using BirD.Silo.Api.Security;
using BirD.Silo.Hosting;
using BirD.Storage.Hosting;
using BirD.Storage.Objects;
using BirD.Storage.Roots;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Silo.Commands;

/// <summary>Keys, by direct access to the store of a cluster; needs no silo.</summary>
public sealed class KeyAdministration
{
    private const string Section = "Bird:Store:";

    private readonly ApiKeyStore keys;

    private KeyAdministration(ApiKeyStore keys) => this.keys = keys;

    /// <summary>Option, variable, configuration key and description of what names the store.</summary>
    public static IReadOnlyList<(string Option, string Variable, string Key, string Description)> Settings { get; } =
        [.. SiloSetting.All
            .Where(setting => setting.Key.StartsWith(Section, StringComparison.Ordinal))
            .Select(setting => (setting.Option, setting.Variable, setting.Key, setting.Description))];

    /// <param name="given">Configuration keys and values; what is null is taken from the environment.</param>
    /// <exception cref="SettingException">The store isn't named, or not rightly.</exception>
    public static KeyAdministration Open(IReadOnlyDictionary<string, string?> given)
    {
        var values = Settings.ToDictionary(
            setting => setting.Key, setting => given.GetValueOrDefault(setting.Key) ?? Environment.GetEnvironmentVariable(setting.Variable));
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables()
            .AddInMemoryCollection(values.Where(value => !string.IsNullOrEmpty(value.Value))).Build();
        StoreOptions options;
        try
        {
            options = configuration.GetSection("Bird:Store").Get<StoreOptions>() ?? new StoreOptions();
        }
        catch (InvalidOperationException e)
        {
            throw new SettingException(e.Message, e);
        }

        if (options.Faults().ToList() is { Count: > 0 } faults)
        {
            throw new SettingException(string.Join(Environment.NewLine, faults));
        }

        var services = new ServiceCollection().AddStorage(options, new RootOptions(), new RootOptions()).BuildServiceProvider();
        return new KeyAdministration(new ApiKeyStore(services.GetRequiredService<IObjectStore>(), TimeProvider.System));
    }

    /// <returns>The key's text, which is stored nowhere.</returns>
    public async Task<string> CreateAsync(string name, KeyRole role, DateTimeOffset? expires, CancellationToken cancellationToken) =>
        (await keys.CreateAsync(name, role, expires, cancellationToken)).Key.ToString();

    public Task<IReadOnlyList<KeyDocument>> ListAsync(CancellationToken cancellationToken) => keys.ListAsync(cancellationToken);

    /// <summary>False when there is no such key.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken) => await keys.RevokeAsync(id, cancellationToken) is not null;
}
