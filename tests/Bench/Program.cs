using BenchmarkDotNet.Running;

// dotnet run --project tests/Bench -c Release -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
