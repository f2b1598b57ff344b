using BirD.Contracts.Jobs;

namespace BirD.Client.Restore;

/// <summary>Counts of a run as its events came in, and the failures for the closing list.</summary>
internal sealed class RunSummary
{
    private readonly List<JobEvent> failures = [];

    public int Restored { get; private set; }

    public int Unchanged { get; private set; }

    public int Skipped { get; private set; }

    public int Failed => failures.Count;

    public IReadOnlyList<JobEvent> Failures => failures;

    /// <summary>Counts pictures that didn't even enter the run because their results are newer.</summary>
    public void PassOver(int pictures) => Skipped += pictures;

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
