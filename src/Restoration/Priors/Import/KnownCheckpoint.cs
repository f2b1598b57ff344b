namespace BirD.Restoration.Priors.Import;

/// <summary>Facts about published checkpoints that their tensors do not hold.</summary>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
/// <param name="Name">Published name.</param>
/// <param name="Licence">Licence note.</param>
/// <param name="NativeSize">Side length it was trained at, pixels.</param>
internal sealed record KnownCheckpoint(string Sha256, string Name, string Licence, int NativeSize)
{
    /// <summary>bird-algorithm 8.1. Trained at 256 only: larger pictures are for tiles.</summary>
    private static readonly KnownCheckpoint Uncond256 = new(
        "a37c32fffd316cd494cf3f35b339936debdc1576dad13fe57c42399a5dbc78b1",
        "256x256_diffusion_uncond",
        "OpenAI guided-diffusion (code: MIT); model card of the weights: for research purposes only, not to be commercially deployed",
        256);

    public static KnownCheckpoint? Find(string sha256) => sha256 == Uncond256.Sha256 ? Uncond256 : null;
}
