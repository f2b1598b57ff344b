using BirD.Contracts.Images;
using BirD.Grains.Looks;

namespace BirD.Grains.Shards;

/// <summary>For those who watch a picture while it is in work.</summary>
internal sealed partial class ShardGrain
{
    private LookBook? looks;

    public Task<ItemLook?> LookAsync(int item) => Task.FromResult(
        book.Leases.FirstOrDefault(lease => lease.Item == item) is { } lease ? Looks.Ask(lease) : null);

    private LookBook Looks => looks ??= new LookBook(time);
}
