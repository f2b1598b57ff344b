using BirD.Restoration.Engine;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Opens a model on the wanted device or, where the policy allows it, on the CPU with the reason said.</summary>
internal static class OnnxSessionFactory
{
    /// <param name="Session">The open session.</param>
    /// <param name="Device">Where it runs.</param>
    /// <param name="FallbackReason">Why the CPU stands in for the wanted device; null when it does not.</param>
    /// <param name="Difference">Of the device's answer to a test picture from the CPU's, as a share of it.</param>
    internal readonly record struct Opened(InferenceSession Session, DeviceOptions Device, string? FallbackReason, double Difference);

    /// <param name="file">Model path.</param>
    /// <param name="options">Device and threads.</param>
    /// <param name="warmUp">Evaluates a test picture once; a device that loads a model may still fail to run it, or run it wrongly.</param>
    public static Opened Open(string file, DeviceOptions options, Func<InferenceSession, float[]> warmUp)
    {
        if (options.Kind == DeviceKind.Cpu)
        {
            return new Opened(OpenCpu(file, options, warmUp), options, null, 0);
        }

        // Auto means CUDA, if there is any.
        var wanted = options.Kind == DeviceKind.Auto ? options with { Kind = DeviceKind.Cuda, Index = 0 } : options;
        wanted = wanted with { UsesTensorCores = HalfPrecision.IsUsedBy(file) };
        try
        {
            var (session, difference) = OpenDevice(file, wanted, warmUp);
            return new Opened(session, wanted, null, difference);
        }
        catch (Exception e) when (OnnxFailure.IsDevice(e) || e is ArgumentOutOfRangeException or WrongAnswerException)
        {
            var reason = $"{wanted} does not work: {e.Message}";
            if (options.Policy == DevicePolicy.Require)
            {
                if (OnnxFailure.IsModel(e))
                {
                    throw OnnxFailure.Load(file, e);
                }

                var missing = wanted.Kind == DeviceKind.Plugin ? [] : CudaLibraries.Missing();
                throw new EngineException(
                    $"{reason} {OnnxFailure.DeviceRemedy(e, missing)} Or use --device cpu or auto.", OnnxFailure.IsOutOfMemory(e), e);
            }

            return new Opened(OpenCpu(file, options, warmUp), options with { Kind = DeviceKind.Cpu }, reason, 0);
        }
    }

    /// <summary>Opens a model once more that runs on the device already.</summary>
    /// <exception cref="OnnxRuntimeException">The device failed.</exception>
    public static InferenceSession Reopen(string file, DeviceOptions device)
    {
        using var settings = Settings(device, onDevice: true);
        ExecutionProviders.Append(settings, device);
        return new InferenceSession(file, settings);
    }

    /// <summary>Opens a model that must run on the device as a whole.</summary>
    /// <exception cref="OnnxRuntimeException">A node has no kernel there.</exception>
    public static InferenceSession OpenWhole(string file, DeviceOptions device)
    {
        using var settings = Settings(device, onDevice: true);
        if (device.Kind != DeviceKind.Cpu)
        {
            settings.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
            ExecutionProviders.Append(settings, device);
        }

        return new InferenceSession(file, settings);
    }

    /// <summary>Opens a graph of our own, which must run on the device and nowhere else: what lies there would travel otherwise.</summary>
    /// <param name="model">ONNX model, serialised.</param>
    /// <param name="device">A CPU or CUDA device.</param>
    /// <exception cref="OnnxRuntimeException">The device doesn't work, or lacks an operator.</exception>
    public static InferenceSession OpenGraph(byte[] model, DeviceOptions device)
    {
        using var settings = Settings(device, device.Kind != DeviceKind.Cpu);
        if (device.Kind != DeviceKind.Cpu)
        {
            settings.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
            ExecutionProviders.Append(settings, device);
        }

        return new InferenceSession(model, settings);
    }

    private static InferenceSession OpenCpu(string file, DeviceOptions options, Func<InferenceSession, float[]> warmUp)
    {
        InferenceSession? session = null;
        try
        {
            using var settings = Settings(options, onDevice: false);
            session = new InferenceSession(file, settings);
            warmUp(session);
            return session;
        }
        catch (Exception e) when (OnnxFailure.IsDevice(e) || e is OutOfMemoryException)
        {
            session?.Dispose();
            throw OnnxFailure.Load(file, e);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    private static (InferenceSession Session, double Difference) OpenDevice(string file, DeviceOptions options, Func<InferenceSession, float[]> warmUp)
    {
        // Fresh settings for this attempt: after a failed append they are not reused for the CPU.
        using var settings = Settings(options, onDevice: true);
        ExecutionProviders.Append(settings, options);
        var session = new InferenceSession(file, settings);
        try
        {
            if (options.IsTrusted)
            {
                warmUp(session);
                return (session, 0);
            }

            return (session, DeviceTrial.Run(() => warmUp(session), () =>
            {
                float[] answer = [];
                OpenCpu(file, options, cpu => answer = warmUp(cpu)).Dispose();
                return answer;
            }));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <param name="options">Threads.</param>
    /// <param name="onDevice">Whether the processors have nothing to compute but shapes.</param>
    private static SessionOptions Settings(DeviceOptions options, bool onDevice)
    {
        RuntimeTelemetry.OffOnWindows();
        var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // ONNX Runtime counts the machine's cores; .NET counts those this process may use (containers).
            IntraOpNumThreads = onDevice ? 1 : options.IntraOpThreads > 0 ? options.IntraOpThreads : Environment.ProcessorCount,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // The cores are shared with the silo's threads.
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (onDevice && options.MemoryBytes is not null)
        {
            settings.AddSessionConfigEntry("session.use_env_allocators", "1");
        }

        return settings;
    }}
