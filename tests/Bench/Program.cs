using BenchmarkDotNet.Running;
using BirD.Bench;

if (args is ["ceiling", .. var ceiling])
{
    // dotnet run --project tests/Bench -c Release -- ceiling cuda:0 16 30 256 denoise
    await HostCeiling.RunAsync(ceiling);
    return;
}

// dotnet run --project tests/Bench -c Release -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
