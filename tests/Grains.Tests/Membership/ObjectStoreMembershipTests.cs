using System.Text;
using BirD.Grains.Membership;
using BirD.Storage.Azure;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Azure;
using BirD.Storage.Objects.Local;
using BirD.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace BirD.Grains.Tests.Membership;

public abstract class ObjectStoreMembershipTests : MembershipConformance
{
    private protected static readonly string Key = ObjectStoreMembershipTable.KeyOf("test");

    protected abstract IObjectStore OpenStore();

    protected override Task<IMembershipTable> OpenAsync() => Task.FromResult<IMembershipTable>(new ObjectStoreMembershipTable(
        OpenStore(),
        Options.Create(new ClusterOptions { ClusterId = "test" }),
        TimeProvider.System,
        NullLogger<ObjectStoreMembershipTable>.Instance));

    [Fact]
    public async Task Delete_RemovesTheDocument()
    {
        await InsertAsync(NewEntry());
        await Table.DeleteMembershipTableEntriesAsync("test", Token);
        (await OpenStore().GetAsync(Key)).ShouldBeNull();
        (await Table.ReadAllAsync(Token)).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadAll_StoreThatLostAChange_PutsItBackWithAVersionThatEverySiloHeeds()
    {
        var (killed, lost) = (NewEntry(SiloStatus.Active), NewEntry(SiloStatus.Active));
        await InsertAsync(killed);
        var backup = (await OpenStore().GetAsync(Key))!;
        await InsertAsync(lost);
        await SetStatusAsync(Table, killed, SiloStatus.Dead);
        var seen = (await Table.ReadAllAsync(Token)).Version.Version;
        await OpenStore().PutAsync(Key, backup.Content);

        var mended = await Table.ReadAllAsync(Token);
        mended.Version.Version.ShouldBe(seen + 1);
        mended.TryGet(killed.SiloAddress)!.Item1.Status.ShouldBe(SiloStatus.Dead);
        mended.TryGet(lost.SiloAddress)!.Item1.Status.ShouldBe(SiloStatus.Active);
        var other = await (await OpenAsync()).ReadAllAsync(Token);
        (other.Version.Version, other.Members.Count).ShouldBe((seen + 1, 2));
        await SetStatusAsync(Table, lost, SiloStatus.Dead);
    }

    [Fact]
    public async Task ReadAll_StoreThatLostAChangeAndWentOn_StillPutsItBack()
    {
        var (killed, mover) = (NewEntry(SiloStatus.Active), NewEntry());
        await InsertAsync(killed);
        await InsertAsync(mover);
        var backup = (await OpenStore().GetAsync(Key))!;
        await SetStatusAsync(Table, killed, SiloStatus.Dead);
        await OpenStore().PutAsync(Key, backup.Content);

        // A silo that had not seen the death changes another row until the version is beyond the lost one.
        var other = await OpenAsync();
        foreach (var status in (SiloStatus[])[SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Dead])
        {
            await SetStatusAsync(other, mover, status);
        }

        var mended = await Table.ReadAllAsync(Token);
        mended.Members.ShouldAllBe(member => member.Item1.Status == SiloStatus.Dead);
        mended.Version.Version.ShouldBe((await other.ReadAllAsync(Token)).Version.Version);
    }

    [Theory]
    [InlineData("{", "damaged")]
    [InlineData("""{"schema":2}""", "schema 2")]
    public async Task ReadAll_DocumentThatCannotBeRead_SaysWhatToDo(string json, string said)
    {
        await OpenStore().PutAsync(Key, Encoding.UTF8.GetBytes(json));
        (await Should.ThrowAsync<InvalidDataException>(() => Table.ReadAllAsync(Token))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task UpdateIAmAlive_WithoutARow_IsAnError() =>
        await Should.ThrowAsync<KeyNotFoundException>(() => Table.UpdateIAmAliveAsync(NewEntry(), Token));

    private static async Task SetStatusAsync(IMembershipTable table, MembershipEntry entry, SiloStatus status)
    {
        var data = await table.ReadAllAsync(Token);
        entry.Status = status;
        (await table.UpdateRowAsync(entry, data.TryGet(entry.SiloAddress)!.Item2, data.Version.Next(), Token)).ShouldBeTrue();
    }
}

public sealed class MemoryMembershipTests : ObjectStoreMembershipTests
{
    private readonly MemoryObjectStore store = new();

    protected override IObjectStore OpenStore() => store;
}

public sealed class FileMembershipTests : ObjectStoreMembershipTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("bird-members").FullName;

    protected override IObjectStore OpenStore() => new FileObjectStore(folder);

    protected override Task CloseAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class BlobMembershipTests(ServersFixture servers) : ObjectStoreMembershipTests
{
    private readonly string container = $"c{Guid.NewGuid():N}";

    protected override IObjectStore OpenStore()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        var client = BlobClients.Create(new AzureStoreOptions { ConnectionString = servers.Azurite!.ConnectionString }).GetBlobContainerClient(container);
        client.CreateIfNotExists();
        return new BlobObjectStore(client);
    }
}
