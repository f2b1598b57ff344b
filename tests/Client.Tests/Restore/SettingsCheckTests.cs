using BirD.Client;
using BirD.Client.Restore;
using BirD.Restoration.Pipeline;

namespace BirD.Client.Tests.Restore;

public sealed class SettingsCheckTests
{
    [Fact]
    public void Run_Refusals_NameTheOption()
    {
        Refusal(new() { Task = RestorationTask.Denoise, MaskFrom = MaskPlane.Alpha }).ShouldContain("--mask-from");
        Refusal(new() { Task = RestorationTask.Inpaint, Profile = SamplerProfile.Paper }).ShouldContain("--profile");
    }

    [Fact]
    public void Run_SoundSettings_Pass()
    {
        SettingsCheck.Run(new());
        SettingsCheck.Run(new() { Task = RestorationTask.Inpaint, MaskFrom = MaskPlane.Infrared });
    }

    private static string Refusal(RestoreSettings settings) => Should.Throw<UsageException>(() => SettingsCheck.Run(settings)).Message;
}
