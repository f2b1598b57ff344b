using System.Text;
using BirD.Grains.Hosting.Identity;
using BirD.Storage.Objects;
using Microsoft.Extensions.Time.Testing;

namespace BirD.Grains.Tests.Identity;

/// <summary>The silos' identity in their store: made once, renewed without a moment at which two silos don't know each other.</summary>
public sealed class StoreCredentialTests
{
    private readonly MemoryObjectStore store = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task First_MakesIt_OthersHaveTheSame()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReadAsync()));

        made.Select(one => one.Own.Thumbprint).Distinct().Count().ShouldBe(1);
        made[0].Own.HasPrivateKey.ShouldBeTrue();
        made[0].Accept(made[^1].Own, null, clock.GetUtcNow()).ShouldBeTrue();
    }

    [Fact]
    public async Task OfAnotherStore_IsRefused()
    {
        var foreign = await new StoreCredentials(new MemoryObjectStore(), "c", clock).ReadAsync(CancellationToken.None);
        (await ReadAsync()).Accept(foreign.Own, null, clock.GetUtcNow()).ShouldBeFalse();
    }

    [Fact]
    public async Task Renewals_NeverLeaveTwoSilosUnknownToEachOther()
    {
        var (punctual, late, used) = (await ReadAsync(), await ReadAsync(), new HashSet<string>());
        for (var renewals = 0; renewals < 3; renewals++)
        {
            clock.Advance(StoreCredentials.RenewalAge - TimeSpan.FromMinutes(5));
            (punctual, late) = (await ReadAsync(), await ReadAsync());
            for (var minute = 0; minute < 30; minute++)
            {
                clock.Advance(CredentialRefresher.Interval);
                punctual = await ReadAsync();
                late = minute % 7 == 0 ? await ReadAsync() : late;
                punctual.Accept(late.Own, null, clock.GetUtcNow()).ShouldBeTrue();
                late.Accept(punctual.Own, null, clock.GetUtcNow()).ShouldBeTrue();
                used.Add(punctual.Own.Thumbprint);
            }
        }

        used.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Renewal_IsAnnouncedBeforeItIsUsed_AndTheOldOneStaysTrusted()
    {
        var old = await ReadAsync();
        clock.Advance(StoreCredentials.RenewalAge + TimeSpan.FromMinutes(1));

        var announcing = await ReadAsync();
        announcing.Own.Thumbprint.ShouldBe(old.Own.Thumbprint);
        announcing.Trusted.Count.ShouldBe(2);
        clock.Advance(StoreCredentials.Announcement);
        var renewed = await ReadAsync();

        renewed.Own.Thumbprint.ShouldNotBe(old.Own.Thumbprint);
        announcing.Accept(renewed.Own, null, clock.GetUtcNow()).ShouldBeTrue();
        renewed.Accept(old.Own, null, clock.GetUtcNow()).ShouldBeTrue();
        renewed.Accept(old.Own, null, clock.GetUtcNow() + StoreCredentials.Validity).ShouldBeFalse("its time is over");
    }

    [Fact]
    public async Task Damaged_SaysWhatToDo()
    {
        await store.PutAsync(StoreCredentials.KeyOf("c"), Encoding.UTF8.GetBytes("{"));
        (await Should.ThrowAsync<InvalidDataException>(ReadAsync)).Message.ShouldContain("delete that object");
    }

    private Task<Credentials> ReadAsync() => new StoreCredentials(store, "c", clock).ReadAsync(CancellationToken.None);
}
