using BirD.Contracts.Jobs;

namespace BirD.Client.Runs;

/// <summary>Counts of a run as its events came in, and the failures for the closing list.</summary>
internal sealed class RunSummary
{
    private readonly List<JobEvent> failures = [];

    public int Restored { get; private set; }

    public int Unchanged { get; private set; }

    public int Skipped { get; private set; }

    /// <summary>Those of the skipped that did not enter the run.</summary>
    public int PassedOver { get; private set; }

    public int Failed => failures.Count;

    /// <summary>Those of the failed whose originals are damaged.</summary>
    public int Damaged => failures.Count(failure => failure.IsDamaged);

    public IReadOnlyList<JobEvent> Failures => failures;

    /// <summary>A run as its job tells it.</summary>
    public static RunSummary Of(JobProgress now, IEnumerable<JobEvent> failures, int passedOver)
    {
        var summary = new RunSummary
        {
            Restored = (int)now.Restored, Unchanged = (int)now.Unchanged, Skipped = (int)now.Skipped + passedOver, PassedOver = passedOver,
        };
        summary.failures.AddRange(failures);
        return summary;
    }

    /// <summary>Counts pictures that didn't even enter the run because their results are newer.</summary>
    public void PassOver(int pictures) => (Skipped, PassedOver) = (Skipped + pictures, PassedOver + pictures);

    public void Add(JobEvent item)
    {
        switch (item.Result)
        {
            case ItemResult.Restored:
                Restored++;
                break;
            case ItemResult.Unchanged:
                Unchanged++;
                break;
            case ItemResult.Skipped:
                Skipped++;
                break;
            default:
                failures.Add(item);
                break;
        }
    }
}
