using BirD.Contracts.Images;
using BirD.Contracts.Leases;
using BirD.Grains.Leases;

namespace BirD.Grains.Looks;

/// <summary>Which pictures of a shard somebody looks at, and what their workers last told of them. Soft state: a shard that moves is asked again.</summary>
internal sealed class LookBook(TimeProvider time)
{
    /// <summary>How long one question keeps a worker telling; those who look ask every few seconds.</summary>
    private static readonly TimeSpan Interest = TimeSpan.FromSeconds(15);

    private readonly Dictionary<int, (long AskedAt, long Epoch, ItemLook? Look)> looks = [];

    /// <summary>The latest look at a picture under this lease, and word to its worker that more are wanted.</summary>
    public ItemLook? Ask(Lease lease)
    {
        var look = looks.TryGetValue(lease.Item, out var known) && known.Epoch == lease.Epoch ? known.Look : null;
        looks[lease.Item] = (time.GetTimestamp(), lease.Epoch, look);
        return look;
    }

    /// <summary>Enters what a worker told; what nobody asked for any more is dropped.</summary>
    public void Enter(IEnumerable<LeaseLook> told)
    {
        foreach (var look in told)
        {
            if (looks.TryGetValue(look.Item, out var known) && known.Epoch == look.Epoch)
            {
                looks[look.Item] = known with { Look = look.Look };
            }
        }
    }

    /// <summary>Those of a worker's leases whose looks are wanted.</summary>
    public IReadOnlyList<LeaseRef> WantedOf(IEnumerable<ItemPulse> pulses)
    {
        foreach (var (item, _) in looks.Where(entry => time.GetElapsedTime(entry.Value.AskedAt) > Interest).ToList())
        {
            looks.Remove(item);
        }

        return looks.Count == 0
            ? []
            : [.. pulses.Where(pulse => looks.TryGetValue(pulse.Item, out var known) && known.Epoch == pulse.Epoch).Select(pulse => new LeaseRef(pulse.Item, pulse.Epoch))];
    }
}
