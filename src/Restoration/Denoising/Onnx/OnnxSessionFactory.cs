using BirD.Restoration.Engine;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Denoising.Onnx;

/// <summary>Opens a model on the wanted device or, where the policy allows it, on the CPU with the reason said.</summary>
internal static partial class OnnxSessionFactory
{
    /// <param name="Session">The open session.</param>
    /// <param name="Device">Where it runs, spelt as <see cref="DeviceOptions.Parse"/> reads it.</param>
    /// <param name="FallbackReason">Why the CPU stands in for the wanted device; null when it does not.</param>
    internal readonly record struct Opened(InferenceSession Session, string Device, string? FallbackReason);

    /// <param name="file">Model path.</param>
    /// <param name="options">Device and threads.</param>
    /// <param name="warmUp">Evaluates once; a device that loads a model may still fail to run it.</param>
    /// <param name="logger">Receives the fallback.</param>
    public static Opened Open(string file, DeviceOptions options, Action<InferenceSession> warmUp, ILogger logger)
    {
        if (options.Kind == DeviceKind.Cpu)
        {
            return new Opened(OpenCpu(file, options, warmUp), "cpu", null);
        }

        // Auto means CUDA, if there is any.
        var wanted = options.Kind == DeviceKind.Auto ? options with { Kind = DeviceKind.Cuda, Index = 0 } : options;
        try
        {
            return new Opened(OpenDevice(file, wanted, warmUp), wanted.ToString(), null);
        }
        catch (Exception e) when (OnnxFailure.IsDevice(e) || e is ArgumentOutOfRangeException)
        {
            var reason = $"{wanted} does not work: {e.Message}";
            if (options.Policy == DevicePolicy.Require)
            {
                if (OnnxFailure.IsModel(e))
                {
                    throw OnnxFailure.Load(file, e);
                }

                throw new EngineException(
                    $"{reason} {OnnxFailure.DeviceRemedy(e)} Or use --device cpu or auto.", OnnxFailure.IsOutOfMemory(e), e);
            }

            // Nobody asked for CUDA by name under auto: its absence is ordinary there, but it is still said.
            LogFallback(logger, options.Kind == DeviceKind.Auto ? LogLevel.Information : LogLevel.Warning, reason);
            return new Opened(OpenCpu(file, options, warmUp), "cpu", reason);
        }
    }

    /// <summary>Opens a graph of our own, which must run on the device and nowhere else: what lies there would travel otherwise.</summary>
    /// <param name="model">ONNX model, serialised.</param>
    /// <param name="device">A CPU or CUDA device.</param>
    /// <exception cref="OnnxRuntimeException">The device doesn't work, or lacks an operator.</exception>
    public static InferenceSession OpenGraph(byte[] model, DeviceOptions device)
    {
        using var settings = Settings(device);
        if (device.Kind != DeviceKind.Cpu)
        {
            settings.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
            ExecutionProviders.Append(settings, device);
        }

        return new InferenceSession(model, settings);
    }

    private static InferenceSession OpenCpu(string file, DeviceOptions options, Action<InferenceSession> warmUp)
    {
        try
        {
            using var settings = Settings(options);
            return Warm(new InferenceSession(file, settings), warmUp);
        }
        catch (Exception e) when (OnnxFailure.IsDevice(e) || e is OutOfMemoryException)
        {
            throw OnnxFailure.Load(file, e);
        }
    }

    private static InferenceSession OpenDevice(string file, DeviceOptions options, Action<InferenceSession> warmUp)
    {
        // Fresh settings for this attempt: after a failed append they are not reused for the CPU.
        using var settings = Settings(options);
        ExecutionProviders.Append(settings, options);
        return Warm(new InferenceSession(file, settings), warmUp);
    }

    private static InferenceSession Warm(InferenceSession session, Action<InferenceSession> warmUp)
    {
        try
        {
            warmUp(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static SessionOptions Settings(DeviceOptions options)
    {
        var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // ONNX Runtime counts the machine's cores; .NET counts those this process may use (containers).
            IntraOpNumThreads = options.IntraOpThreads > 0 ? options.IntraOpThreads : Environment.ProcessorCount,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // The cores are shared with the silo's threads.
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return settings;
    }

    [LoggerMessage(EventId = 2101, Message = "The prior runs on the CPU: {Reason}")]
    private static partial void LogFallback(ILogger logger, LogLevel level, string reason);
}
