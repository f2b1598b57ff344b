using System.Text;
using BirD.Grains.Membership;
using BirD.Storage.Azure;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Azure;
using BirD.Storage.Objects.Local;
using BirD.Tests.Support;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BirD.Grains.Tests.Membership;

public abstract class ObjectStoreMembershipTests : MembershipConformance
{
    private protected static readonly string Key = ObjectStoreMembershipTable.KeyOf("test");

    protected abstract IObjectStore OpenStore();

    protected override Task<IMembershipTable> OpenAsync() => Task.FromResult<IMembershipTable>(
        new ObjectStoreMembershipTable(OpenStore(), Options.Create(new ClusterOptions { ClusterId = "test" }), TimeProvider.System));

    [Fact]
    public async Task Delete_RemovesTheDocument()
    {
        await InsertAsync(NewEntry());
        await Table.DeleteMembershipTableEntriesAsync("test", Token);
        (await OpenStore().GetAsync(Key)).ShouldBeNull();
        (await Table.ReadAllAsync(Token)).Members.ShouldBeEmpty();
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
