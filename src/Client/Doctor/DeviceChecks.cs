using BirD.Restoration.Denoising.Onnx;
using BirD.Restoration.Engine;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Client.Doctor;

/// <summary>A listed provider is not a usable one: CUDA is tried, not asked for.</summary>
internal static class DeviceChecks
{
    public static IEnumerable<Finding> Run()
    {
        yield return new Finding("runtime", Finding.Ok, $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}: {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}");
        yield return Cuda();
    }

    private static Finding Cuda()
    {
        try
        {
            var device = DeviceOptions.Parse("cuda:0", DevicePolicy.Require);
            using var prior = OnnxDenoiser.Load(Priors.Locate(Priors.Default), device);
            return new Finding("cuda", Finding.Ok, $"usable as {prior.Device}");
        }
        catch (Exception e) when (e is EngineException or Restoration.Priors.PriorException or UsageException)
        {
            return new Finding("cuda", Finding.Warn, e.Message,
                "Nothing to do on a machine without an NVIDIA GPU. With one: build with -p:OrtFlavor=gpu and install CUDA and cuDNN.");
        }
    }
}
