using BirD.Client.Runs;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Settings;

namespace BirD.Client.Tests.Support;

internal static class Requests
{
    public static RestoreRequest Restore(TempTree tree, params string[] paths) => new()
    {
        Paths = paths.Length > 0 ? [.. paths.Select(tree.PathOf)] : [tree.PathOf("in")],
        Output = tree.PathOf("out"),
        Settings = new RestoreSettings { Steps = 2 },
        PriorFile = Priors.Locate(Priors.Default),
        Device = new DeviceOptions { Kind = DeviceKind.Cpu },
    };
}
