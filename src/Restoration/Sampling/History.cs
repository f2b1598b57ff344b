using System.Collections;
using System.Runtime.InteropServices;

namespace BirD.Restoration.Sampling;

/// <summary>A number for each step so far.</summary>
/// <remarks>
/// One thread writes (the one that takes the steps), and may go back over it without a lock. Any other may call <see cref="Thin"/>,
/// and nothing else, at any time: a run that goes by regions, or that has to take a step again, shortens the list under its eyes.
/// </remarks>
public sealed class History : IReadOnlyList<double>
{
    private readonly Lock turn = new();
    private readonly List<double> values = [];

    public int Count => values.Count;

    public double this[int index] => values[index];

    public void Add(double value)
    {
        lock (turn)
        {
            values.Add(value);
        }
    }

    /// <summary>Forgets all but the first so many; no effect on a list that is not longer.</summary>
    public void Truncate(int count)
    {
        lock (turn)
        {
            if (values.Count > count)
            {
                values.RemoveRange(count, values.Count - count);
            }
        }
    }

    /// <summary>A copy of at most so many, evenly picked, the latest included. From any thread.</summary>
    /// <param name="most">Above 0.</param>
    public float[] Thin(int most)
    {
        lock (turn)
        {
            var all = CollectionsMarshal.AsSpan(values);
            var thin = new float[Math.Min(all.Length, most)];
            for (var i = 0; i < thin.Length; i++)
            {
                thin[i] = (float)all[all.Length - 1 - (int)((long)(thin.Length - 1 - i) * all.Length / thin.Length)];
            }

            return thin;
        }
    }

    public IEnumerator<double> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
