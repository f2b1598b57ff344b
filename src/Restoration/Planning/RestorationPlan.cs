using BirD.Restoration.Degradations.Brackets;
using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Planning;

/// <summary>What will be done to a picture, and why.</summary>
public sealed record RestorationPlan
{
    /// <summary>The task that runs; never <see cref="RestorationTask.Auto"/> when there is a session.</summary>
    public required RestorationTask Task { get; init; }

    /// <summary>Set when the picture is left alone: the sentence for the user.</summary>
    public string? LeaveAloneReason { get; init; }

    public required PictureDiagnosis Diagnosis { get; init; }

    /// <summary>Exposure relative to a full one, 0 to 1; 1 where light is not the task.</summary>
    public double Exposure { get; init; } = 1;

    /// <summary>The exposures of one scene, measured against each other; null for one picture.</summary>
    public ExposureStack? Exposures { get; init; }

    /// <summary>The frame with what its neighbours know of it; null for a picture by itself.</summary>
    public FusedFrame? Film { get; init; }

    /// <summary>The noise by brightness and frequency; null where it is taken to be white and even.</summary>
    public NoiseModel? Noise { get; init; }

    /// <summary>The fading that is undone once all else is; null where there is none.</summary>
    public ToneMap? Tone { get; init; }

    /// <summary>How strongly the file was compressed (see <see cref="Degradations.Jpeg.JpegTables.Coarseness"/>); 0 when it was not.</summary>
    public double Coarseness { get; init; }
}
