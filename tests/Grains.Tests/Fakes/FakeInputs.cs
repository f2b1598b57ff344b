using System.Collections.Concurrent;
using BirD.Storage.Inputs;

namespace BirD.Grains.Tests.Fakes;

internal sealed class FakeInputs : IInputStoreFactory, IInputStore
{
    private readonly ConcurrentDictionary<string, byte[]> files = [];

    public IInputStore Open(string location) => this;

    public void Remove(string key) => files.TryRemove(key, out _);

    public void Put(string key, byte[] bytes) => files[key] = bytes;

    public Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default) =>
        files.TryGetValue(key, out var bytes)
            ? Task.FromResult<ReadOnlyMemory<byte>>(bytes)
            : throw new InputMissingException($"{key} is not there.");

    public Task<InputStamp> StampAsync(string key, CancellationToken cancellationToken = default) =>
        files.TryGetValue(key, out var bytes)
            ? Task.FromResult(new InputStamp(bytes.Length, ""))
            : throw new InputMissingException($"{key} is not there.");
}
