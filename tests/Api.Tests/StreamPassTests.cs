using BirD.Contracts.Api;
using BirD.Silo.Api.Security;
using BirD.Storage.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace BirD.Api.Tests;

/// <summary>An event stream ends with the right that opened it.</summary>
public sealed class StreamPassTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly MemoryObjectStore store = new();
    private readonly ApiKeyStore keys;

    public StreamPassTests() => keys = new ApiKeyStore(store, clock);

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Stream_OfARevokedKey_Ends_AndThatOfAGoodOneGoesOn()
    {
        var (good, _) = await keys.CreateAsync("good", KeyRole.Read, null);
        var (bad, document) = await keys.CreateAsync("bad", KeyRole.Read, null);
        using var staying = Begin(good.ToString());
        using var ending = Begin(bad.ToString());

        await keys.RevokeAsync(document.Id);
        await AdvanceUntilAsync(ending.Token);

        staying.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Stream_OfAnExpiredKey_Ends()
    {
        var (key, _) = await keys.CreateAsync("short", KeyRole.Read, clock.GetUtcNow().AddMinutes(1));
        using var stream = Begin(key.ToString());
        await AdvanceUntilAsync(stream.Token);
        clock.GetUtcNow().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddSeconds(30));
    }

    [Fact]
    public async Task Stream_OfNobody_EndsWithTheFirstKey()
    {
        using var stream = Begin(null);
        clock.Advance(ApiKeyStore.Staleness);
        stream.IsCancellationRequested.ShouldBeFalse();
        await keys.CreateAsync("first", KeyRole.Admin, null);
        await AdvanceUntilAsync(stream.Token);
    }

    [Fact]
    public async Task StrayFiles_AmongTheKeys_AreNone()
    {
        await store.PutAsync("auth/keys/a", "x"u8.ToArray());
        await store.PutAsync("auth/keys/.json", "x"u8.ToArray());
        (await keys.AnyAsync()).ShouldBeFalse();
    }

    private CancellationTokenSource Begin(string? key)
    {
        var context = new DefaultHttpContext();
        if (key is not null)
        {
            context.Request.Headers[ApiKeyHandler.Header] = key;
        }

        return new StreamPass(keys, [], clock).Begin(context, CancellationToken.None);
    }

    /// <summary>Lets the clock run until the stream is over.</summary>
    private async Task AdvanceUntilAsync(CancellationToken stream)
    {
        for (var ticks = 0; ticks < 20 && !stream.IsCancellationRequested; ticks++)
        {
            clock.Advance(ApiKeyStore.Staleness);
            await Task.Yield();
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None), Task.Delay(Timeout.Infinite, stream));
        }

        stream.IsCancellationRequested.ShouldBeTrue();
    }
}
