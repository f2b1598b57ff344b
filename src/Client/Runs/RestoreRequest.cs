using BirD.Client.Inputs;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Settings;
using BirD.Storage.Inputs;
using Microsoft.Extensions.Logging;

namespace BirD.Client.Runs;

/// <summary>What the user asked of <c>bird restore</c>, checked.</summary>
internal sealed record RestoreRequest
{
    public required IReadOnlyList<string> Paths { get; init; }

    public required string Output { get; init; }

    public required RestoreSettings Settings { get; init; }

    public required string PriorFile { get; init; }

    public required DeviceOptions Device { get; init; }

    /// <summary>What pictures may take.</summary>
    public WorkLimits Limits { get; init; } = new();

    /// <summary>Mask file or folder of masks; null to look beside the pictures.</summary>
    public string? Mask { get; init; }

    /// <summary>Whether numbered pictures are frames of a film.</summary>
    public SequenceMode Sequence { get; init; }

    /// <summary>Which files of folders are meant.</summary>
    public InputFilter Filter { get; init; } = InputFilter.Everything;

    /// <summary>Make everything anew, also what is done.</summary>
    public bool Force { get; init; }

    /// <summary>Pass over what is older than its result, without reading it.</summary>
    public bool Update { get; init; }

    /// <summary>Start although the disk looks too small.</summary>
    public bool IgnoreDiskSpace { get; init; }

    public string? JobId { get; init; }

    public bool DryRun { get; init; }

    public bool Json { get; init; }

    /// <summary>Port of the pages on 127.0.0.1; 0 for any free one, null for no pages.</summary>
    public int? WatchPort { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Where jobs, checkpoints and locks live.</summary>
    public string State => Path.Combine(Path.GetFullPath(Output), ".bird");
}
