using BirD.Restoration.Planning;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Tests.Planning;

public sealed class SettingsCheckTests
{
    [Fact]
    public void Problems_OptionsThatDoNotFitTheirTask_AreNamed()
    {
        Problem(new() { Task = RestorationTask.Denoise, MaskFrom = MaskPlane.Alpha }).ShouldContain("mask-from");
        Problem(new() { Task = RestorationTask.Inpaint, Profile = SamplerProfile.Paper }).ShouldContain("profile");
        Problem(new() { Task = RestorationTask.SuperResolve, Scale = 5 }).ShouldContain("scale");
        Problem(new() { Task = RestorationTask.Denoise, Scale = 2 }).ShouldContain("super-resolve");
    }

    [Fact]
    public void Problems_SoundSettings_AreNone()
    {
        SettingsCheck.Problems(new()).ShouldBeEmpty();
        SettingsCheck.Problems(new() { Task = RestorationTask.Inpaint, MaskFrom = MaskPlane.Infrared }).ShouldBeEmpty();
    }

    private static string Problem(RestoreSettings settings) => SettingsCheck.Problems(settings).ShouldHaveSingleItem();
}
