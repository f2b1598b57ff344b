namespace BirD.Restoration.Residency;

/// <summary>Things on a device that pictures of one shape share: made when they are first wanted, kept while somebody uses them, and the last few after that.</summary>
/// <param name="make">Makes one.</param>
/// <param name="idle">So many may lie idle.</param>
internal sealed class Shelf<TKey, T>(Func<TKey, T> make, int idle = 4) : IDisposable
    where TKey : notnull
    where T : IDisposable
{
    private readonly Dictionary<TKey, (T Thing, int Users)> things = [];

    /// <summary>Keys of what lies idle, the longest first.</summary>
    private readonly List<TKey> unused = [];

    /// <summary>Lends one; whoever is done with it disposes of the loan.</summary>
    public Loan Take(TKey key)
    {
        var (thing, users) = things.TryGetValue(key, out var found) ? found : (make(key), 0);
        things[key] = (thing, users + 1);
        unused.Remove(key);
        return new Loan(thing, () => Return(key));
    }

    /// <summary>Disposes of what lies idle.</summary>
    public void Clear() => Shrink(0);

    public void Dispose()
    {
        foreach (var (thing, _) in things.Values)
        {
            thing.Dispose();
        }

        things.Clear();
        unused.Clear();
    }

    private void Return(TKey key)
    {
        if (things.TryGetValue(key, out var found))
        {
            things[key] = found with { Users = found.Users - 1 };
            if (found.Users == 1)
            {
                unused.Add(key);
                Shrink(idle);
            }
        }
    }

    private void Shrink(int left)
    {
        while (unused.Count > left)
        {
            things.Remove(unused[0], out var gone);
            unused.RemoveAt(0);
            gone.Thing.Dispose();
        }
    }

    internal sealed class Loan(T thing, Action giveBack) : IDisposable
    {
        private Action? giveBack = giveBack;

        public T Thing => thing;

        public void Dispose()
        {
            giveBack?.Invoke();
            giveBack = null;
        }
    }
}
