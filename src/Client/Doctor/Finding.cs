namespace BirD.Client.Doctor;

/// <summary>The result of one check.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Level">ok, warn or fail.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do; null when nothing is wrong.</param>
internal sealed record Finding(string Name, string Level, string Detail, string? Remedy = null)
{
    public const string Ok = "ok";
    public const string Warn = "warn";
    public const string Fail = "fail";
}
