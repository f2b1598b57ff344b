using System.Net;
using Orleans.Runtime;

namespace BirD.Grains.Tests.Membership;

/// <summary>What Orleans relies on in a membership table; the cases of its own suite, run over each place that can keep one.</summary>
public abstract class MembershipConformance : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private int silos;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The table as one silo sees it.</summary>
    protected IMembershipTable Table { get; private set; } = null!;

    /// <summary>Whether a sign of life leaves the row's tag alone (ours does; not everybody's has to).</summary>
    protected virtual bool SignsOfLifeKeepTags => true;

    public async ValueTask InitializeAsync()
    {
        Table = await OpenAsync();
        await Table.InitializeMembershipTableAsync(tryInitTableVersion: true, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the same table once more, as another silo.</summary>
    protected abstract Task<IMembershipTable> OpenAsync();

    protected virtual Task CloseAsync() => Task.CompletedTask;

    [Fact]
    public async Task ReadAll_Fresh_IsEmptyAndHasAVersion()
    {
        var data = await Table.ReadAllAsync(Token);
        data.Members.ShouldBeEmpty();
        data.Version.VersionEtag.ShouldNotBeNull();
    }

    [Fact]
    public async Task Insert_AnEntry_ComesBackWithEveryField()
    {
        var entry = NewEntry();
        entry.AddSuspector(NewEntry().SiloAddress, Start.AddSeconds(9));
        var before = (await Table.ReadAllAsync(Token)).Version;
        (await Table.InsertRowAsync(entry, before.Next(), Token)).ShouldBeTrue();

        var data = await (await OpenAsync()).ReadAllAsync(Token);
        data.Version.Version.ShouldBe(before.Version + 1);
        var read = data.Members.ShouldHaveSingleItem().Item1;
        (read.SiloAddress, read.Status, read.HostName, read.SiloName, read.ProxyPort).ShouldBe(
            (entry.SiloAddress, entry.Status, entry.HostName, entry.SiloName, entry.ProxyPort));
        (read.StartTime, read.IAmAliveTime).ShouldBe((entry.StartTime, entry.IAmAliveTime));
        read.SuspectTimes!.ShouldHaveSingleItem().ShouldBe(entry.SuspectTimes![0]);
        (await Table.ReadRowAsync(entry.SiloAddress, Token)).Members.ShouldHaveSingleItem();
        (await Table.ReadRowAsync(NewEntry().SiloAddress, Token)).Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task Insert_StaleVersionOrKnownRow_IsRefused()
    {
        var (entry, version) = (NewEntry(), (await Table.ReadAllAsync(Token)).Version);
        (await Table.InsertRowAsync(entry, version.Next(), Token)).ShouldBeTrue();
        (await Table.InsertRowAsync(NewEntry(), version.Next(), Token)).ShouldBeFalse();
        (await Table.InsertRowAsync(entry, (await Table.ReadAllAsync(Token)).Version.Next(), Token)).ShouldBeFalse();
        (await Table.ReadAllAsync(Token)).Members.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Update_StaleRowOrStaleVersion_IsRefused()
    {
        var entry = NewEntry();
        await InsertAsync(entry);
        var first = await Table.ReadAllAsync(Token);
        entry.Status = SiloStatus.Active;
        (await Table.UpdateRowAsync(entry, first.Members[0].Item2, first.Version.Next(), Token)).ShouldBeTrue();

        var second = await Table.ReadAllAsync(Token);
        second.Version.Version.ShouldBe(first.Version.Version + 1);
        second.Members[0].Item1.Status.ShouldBe(SiloStatus.Active);
        entry.Status = SiloStatus.Dead;
        (await Table.UpdateRowAsync(entry, first.Members[0].Item2, second.Version.Next(), Token)).ShouldBeFalse();
        (await Table.UpdateRowAsync(entry, second.Members[0].Item2, first.Version.Next(), Token)).ShouldBeFalse();
        (await Table.ReadAllAsync(Token)).Members[0].Item1.Status.ShouldBe(SiloStatus.Active);
    }

    [Fact]
    public async Task UpdateIAmAlive_ChangesTheTimeAndNotTheVersion()
    {
        var entry = NewEntry();
        await InsertAsync(entry);
        var before = await Table.ReadAllAsync(Token);
        entry.IAmAliveTime = Start.AddMinutes(7);
        await Table.UpdateIAmAliveAsync(entry, Token);

        var after = await Table.ReadAllAsync(Token);
        after.Version.Version.ShouldBe(before.Version.Version);
        after.Members[0].Item1.IAmAliveTime.ShouldBe(Start.AddMinutes(7));
        if (SignsOfLifeKeepTags)
        {
            entry.Status = SiloStatus.Active;
            (await Table.UpdateRowAsync(entry, before.Members[0].Item2, before.Version.Next(), Token)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Changes_BySeveralSilosAtOnce_AllHappenOneAfterTheOther()
    {
        // Each inserts itself and then walks to Active, repeating what was refused, while signs of life come in between.
        var start = (await Table.ReadAllAsync(Token)).Version.Version;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            var (mine, entry) = (await OpenAsync(), NewEntry());
            await UntilAsync(async () => await mine.InsertRowAsync(entry, (await mine.ReadAllAsync(Token)).Version.Next(), Token));
            await mine.UpdateIAmAliveAsync(entry, Token);
            entry.Status = SiloStatus.Active;
            await UntilAsync(async () =>
            {
                var data = await mine.ReadAllAsync(Token);
                return await mine.UpdateRowAsync(entry, data.TryGet(entry.SiloAddress)!.Item2, data.Version.Next(), Token);
            });
        }));

        var end = await Table.ReadAllAsync(Token);
        end.Members.Count.ShouldBe(6);
        end.Members.ShouldAllBe(member => member.Item1.Status == SiloStatus.Active);
        end.Version.Version.ShouldBe(start + 12);
    }

    [Fact]
    public async Task Cleanup_RemovesDeadAndLongSilentRowsOnly()
    {
        var (old, young, living) = (NewEntry(SiloStatus.Dead), NewEntry(SiloStatus.Dead), NewEntry(SiloStatus.Active));
        (young.StartTime, young.IAmAliveTime) = (Start.AddDays(3), Start.AddDays(3));
        foreach (var entry in (MembershipEntry[])[old, young, living])
        {
            await InsertAsync(entry);
        }

        await Table.CleanupDefunctSiloEntriesAsync(Start.AddDays(2), Token);
        (await Table.ReadAllAsync(Token)).Members.Select(member => member.Item1.SiloAddress).ShouldBe([young.SiloAddress, living.SiloAddress], ignoreOrder: true);
    }

    protected async Task InsertAsync(MembershipEntry entry) =>
        (await Table.InsertRowAsync(entry, (await Table.ReadAllAsync(Token)).Version.Next(), Token)).ShouldBeTrue();

    protected MembershipEntry NewEntry(SiloStatus status = SiloStatus.Joining)
    {
        var number = Interlocked.Increment(ref silos);
        return new MembershipEntry
        {
            SiloAddress = SiloAddress.New(IPAddress.Loopback, 10000 + number, number),
            Status = status,
            HostName = "host",
            SiloName = $"silo-{number}",
            RoleName = "bird",
            ProxyPort = 30000 + number,
            StartTime = Start,
            IAmAliveTime = Start,
            SuspectTimes = [],
        };
    }

    private static async Task UntilAsync(Func<Task<bool>> attempt)
    {
        using var patience = new CancellationTokenSource(Cluster.Until.Patience);
        while (!await attempt())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
