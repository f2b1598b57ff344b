using BirD.Restoration.Degradations.Missing.Detection;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Planning;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Pipeline;

/// <summary>One picture's way from bytes to a sampler session and from the finished session to bytes.</summary>
/// <remarks>Knows neither stores nor grains. Heavy work runs off the caller's thread.</remarks>
public interface IPictureRestorer
{
    /// <summary>SHA-256 of the prior that it restores with, lower-case hexadecimal.</summary>
    string PriorSha256 { get; }

    /// <summary>Decodes, diagnoses and plans; with a checkpoint, continues where that was taken.</summary>
    /// <param name="input">The picture file and what belongs to it.</param>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="checkpoint">A checkpoint of the same input and settings, or null to start afresh.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    /// <exception cref="PictureException">The picture can't be processed.</exception>
    /// <exception cref="Checkpointing.CheckpointException">The checkpoint is damaged or of another input, model or configuration.</exception>
    ValueTask<PictureWork> OpenAsync(
        PictureInput input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken);

    /// <summary>
    /// Goes on to the next page of a file that has several, once the session of the current one is complete; null when there
    /// is none left and the work is to be finished.
    /// </summary>
    ValueTask<PictureWork?> NextPageAsync(PictureWork work, CancellationToken cancellationToken) => new((PictureWork?)null);

    /// <summary>Writes the current state in the checkpoint format.</summary>
    ValueTask<byte[]> CheckpointAsync(PictureWork work, CancellationToken cancellationToken);

    /// <summary>Encodes the result of a complete session; work without a session comes back as its own input, unchanged.</summary>
    ValueTask<FinishedPicture> FinishAsync(PictureWork work, CancellationToken cancellationToken);

    /// <summary>The original as its own result, unchanged, because somebody wants it so; also of files that are no pictures.</summary>
    /// <param name="input">The picture file; only its size is looked at, and 0 x 0 is said of one that can't be decoded.</param>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="reason">Why it is kept, for the report.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    ValueTask<FinishedPicture> KeepAsync(PictureInput input, RestoreSettings settings, string reason, CancellationToken cancellationToken);
}

/// <summary>A picture in work. <see cref="Session"/> is null when nothing needs doing.</summary>
/// <remarks>Disposing of it gives its share of the memory back; finishing it does that too.</remarks>
public sealed class PictureWork : IDisposable
{
    private string? inputSha256;

    public required PictureInput Input { get; init; }

    /// <summary>Hash of the input, computed once: a checkpoint each few seconds must not read a large scan each time.</summary>
    public string InputSha256 => inputSha256 ??= Input.Sha256();

    public required Imaging.DecodedImage Image { get; set; }

    public required RestoreSettings Settings { get; init; }

    /// <summary>What was measured on the picture and what follows from it.</summary>
    public required RestorationPlan Plan { get; init; }

    /// <summary>Marks that were found in it without a mask; null when nobody looked.</summary>
    public FoundMarks? Marks { get; init; }

    public SamplerSession? Session { get; init; }

    /// <summary>Earlier pages of the same file; empty for the first and for files of one page.</summary>
    public IReadOnlyList<FinishedPage> Finished { get; init; } = [];

    /// <summary>Diffusion steps that went into <see cref="Finished"/>.</summary>
    public int StepsBefore => Finished.Sum(page => page.Report.Steps);

    /// <summary>What it may take of the memory; null where nobody shares it out.</summary>
    public MemoryBudget.Share? Share { get; init; }

    public void Dispose() => Share?.Dispose();
}

/// <param name="Outcome">"restored", "unchanged", or "damaged": parts of the file are missing, and it is given back as it was.</param>
/// <param name="Output">The result file's bytes (equal to the input's when unchanged).</param>
/// <param name="Report">What was done; goes into the sidecar.</param>
public sealed record FinishedPicture(string Outcome, ReadOnlyMemory<byte> Output, RestorationReport Report)
{
    /// <summary>Map of uncertainty, PNG; empty when one sample was drawn or the file has several pages.</summary>
    public ReadOnlyMemory<byte> Uncertainty { get; init; }

    /// <summary>Mask of the marks that were found and filled, PNG, white; empty when none was or the file has several pages.</summary>
    public ReadOnlyMemory<byte> Found { get; init; }
}
