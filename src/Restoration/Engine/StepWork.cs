using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine;

/// <summary>One step of a batch, between its being chosen and its being taken.</summary>
/// <param name="batch">Whose step it is.</param>
/// <param name="isResident">Whether it is taken on the device as a whole.</param>
internal sealed class StepWork(List<Segment> batch, bool isResident)
{
    private readonly int[] before = StepsOf(batch);

    public List<Segment> Batch => batch;

    public bool IsResident => isResident;

    /// <summary>Whether it overtakes an older picture.</summary>
    public bool Overtakes { get; init; }

    /// <summary>What the prior is asked, where it is asked from here.</summary>
    public PriorRequest[] Requests { get; } = isResident ? [] : new PriorRequest[batch.Count];

    public ImageTensor[] Answers { get; set; } = [];

    /// <summary>What went wrong with all of it, or with one of it before it was evaluated; null when nothing did.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Device time.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>Whether the step of one of the batch has been taken.</summary>
    public bool IsTaken(int index) => batch[index].Session.StepIndex > before[index];

    private static int[] StepsOf(List<Segment> batch)
    {
        var steps = new int[batch.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = batch[i].Session.StepIndex;
        }

        return steps;
    }
}
