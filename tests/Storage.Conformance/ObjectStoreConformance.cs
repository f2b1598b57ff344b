using System.Globalization;
using System.Text;
using BirD.Storage.Objects;

namespace BirD.Storage.Conformance;

/// <summary>What every object store must do. One derived class per implementation.</summary>
public abstract class ObjectStoreConformance
{
    protected abstract IObjectStore Store { get; }

    /// <summary>A second client of the same store, as another process would have.</summary>
    protected abstract IObjectStore SecondClient();

    [Fact]
    public async Task Get_Absent_IsNull() => (await Store.GetAsync("a/b")).ShouldBeNull();

    [Fact]
    public async Task Put_ThenGet_ReturnsContentAndTag()
    {
        var tag = await Store.PutAsync("a/b.json", Bytes("one"));
        var stored = (await SecondClient().GetAsync("a/b.json")).ShouldNotBeNull();
        Text(stored).ShouldBe("one");
        stored.ETag.ShouldBe(tag!.Value);
    }

    [Fact]
    public async Task Put_SameContentAgain_ChangesTheTag()
    {
        var first = await Store.PutAsync("k", Bytes("same"));
        var second = await Store.PutAsync("k", Bytes("same"));
        second.ShouldNotBe(first);
        (await Store.PutAsync("k", Bytes("late"), PutCondition.Match(first!.Value))).ShouldBeNull();
        Text((await Store.GetAsync("k"))!).ShouldBe("same");
    }

    [Fact]
    public async Task Put_IfAbsent_WinsOnce()
    {
        (await Store.PutAsync("k", Bytes("first"), PutCondition.Absent)).ShouldNotBeNull();
        (await SecondClient().PutAsync("k", Bytes("second"), PutCondition.Absent)).ShouldBeNull();
        Text((await Store.GetAsync("k"))!).ShouldBe("first");
    }

    [Fact]
    public async Task Put_IfMatch_OnAbsentObject_WritesNothing()
    {
        (await Store.PutAsync("k", Bytes("x"), PutCondition.Match(new ETag("nobody")))).ShouldBeNull();
        (await Store.GetAsync("k")).ShouldBeNull();
    }

    [Fact]
    public async Task Put_RecreatedAfterDelete_DoesNotHonourTheOldTag()
    {
        var old = await Store.PutAsync("k", Bytes("a"));
        (await Store.DeleteAsync("k")).ShouldBeTrue();
        await Store.PutAsync("k", Bytes("a"));
        (await Store.PutAsync("k", Bytes("b"), PutCondition.Match(old!.Value))).ShouldBeNull();
        (await Store.DeleteAsync("k", old)).ShouldBeFalse();
    }

    [Fact]
    public async Task Delete_WithAndWithoutTag_FollowsTheCondition()
    {
        var tag = await Store.PutAsync("k", Bytes("a"));
        (await Store.DeleteAsync("k", new ETag("other"))).ShouldBeFalse();
        (await Store.DeleteAsync("k", tag)).ShouldBeTrue();
        (await Store.DeleteAsync("k")).ShouldBeFalse();
    }

    [Fact]
    public async Task Put_ConcurrentIncrements_LoseNoUpdate()
    {
        // Two clients, eight loops, compare-and-swap with retry: the counter proves that every success was alone.
        const int perLoop = 25;
        await Store.PutAsync("counter", Bytes("0"));
        var clients = new[] { Store, SecondClient() };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            for (var done = 0; done < perLoop;)
            {
                var current = (await clients[n % 2].GetAsync("counter"))!;
                var next = (int.Parse(Text(current), CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                done += await clients[n % 2].PutAsync("counter", Bytes(next), PutCondition.Match(current.ETag)) is null ? 0 : 1;
            }
        })));
        Text((await Store.GetAsync("counter"))!).ShouldBe("200");
    }

    [Fact]
    public async Task Put_ConcurrentCreates_HaveOneWinner()
    {
        var clients = new[] { Store, SecondClient() };
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(n =>
            Task.Run(() => clients[n % 2].PutAsync("once", Bytes($"{n}"), PutCondition.Absent))));
        results.Count(tag => tag is not null).ShouldBe(1);
    }

    [Fact]
    public async Task List_Prefix_IsOrdinalAndResumable()
    {
        foreach (var key in (string[])["jobs/b/x", "jobs/a/10", "jobs/a/9", "jobs/a-b", "other/z", "jobs/a/Ä"])
        {
            await Store.PutAsync(key, Bytes("."));
        }

        (await Keys("jobs/a")).ShouldBe(["jobs/a-b", "jobs/a/10", "jobs/a/9", "jobs/a/Ä"]);
        (await Keys("jobs/a/")).ShouldBe(["jobs/a/10", "jobs/a/9", "jobs/a/Ä"]);
        (await Keys("jobs/a/", "jobs/a/10")).ShouldBe(["jobs/a/9", "jobs/a/Ä"]);
        (await Keys("nothing/")).ShouldBeEmpty();
        (await Keys("")).Count.ShouldBe(6);
    }

    [Fact]
    public async Task ListFolders_AParent_NamesWhatHasObjectsBelow()
    {
        foreach (var key in (string[])["jobs/b/x/1", "jobs/b/y", "jobs/a/10", "jobs/a-b/1", "jobs/leaf", "gone/z/1"])
        {
            await Store.PutAsync(key, Bytes("."));
        }

        await Store.DeleteAsync("gone/z/1");
        (await Folders("jobs/")).ShouldBe(["a", "a-b", "b"], ignoreOrder: true);
        (await Folders("")).ShouldBe(["jobs"]);
        (await Folders("nothing/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_LargeObject_ComesBackWhole()
    {
        var content = new byte[64 << 20];
        new Random(1).NextBytes(content);
        await Store.PutAsync("large", content);
        (await SecondClient().GetAsync("large"))!.Content.Span.SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task Put_EmptyObject_Exists()
    {
        await Store.PutAsync("empty", ReadOnlyMemory<byte>.Empty);
        (await Store.GetAsync("empty")).ShouldNotBeNull().Content.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public async Task AnyCall_OddKey_IsRefused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(key));
        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync(key, Bytes("x")));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(key));
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(StoredObject stored) => Encoding.UTF8.GetString(stored.Content.Span);

    private async Task<List<string>> Folders(string parent)
    {
        var names = new List<string>();
        await foreach (var name in Store.ListFoldersAsync(parent))
        {
            names.Add(name);
        }

        return names;
    }

    protected async Task<List<string>> Keys(string prefix, string? after = null)
    {
        var keys = new List<string>();
        await foreach (var key in Store.ListAsync(prefix, after))
        {
            keys.Add(key);
        }

        return keys;
    }
}
