using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>A prior in an ONNX file under the prior contract (docs/prior-contract.md), in one long-lived session.</summary>
/// <remarks>
/// Inputs and output live in the caller's buffers; nothing is copied on the CPU. On the CPU equal inputs give equal
/// bits for one build, processor type and thread count.
/// </remarks>
public sealed class OnnxDenoiser : IDenoiser
{
    private static readonly string[] InputNames = [PriorMetadata.InputX, PriorMetadata.InputT];

    /// <summary>
    /// What an evaluation of so many pixels took is worth giving back to the system when it has no use: it would lie idle beside
    /// what encoding takes, and grow with every new shape. Fetching it anew makes an evaluation up to twice as long
    /// (docs/performance.md), so evaluations of one shape that follow one another keep it.
    /// </summary>
    private const int LargeBatch = 640 * 640;

    /// <summary>
    /// What the weights of several sessions of one model may take on a device, bytes: 8 GB, a tenth of the devices for which large priors are
    /// meant. A small prior has as many sessions as there are shapes in use at once, the published network (2.2 GB) three.
    /// </summary>
    private const long MostWeights = 8L << 30;

    private const int MostSessions = 8;

    private readonly SessionPool _sessions;
    private readonly string[] _outputNames;
    private (int N, int H, int W) _shape;
    private long _keptPixels;

    private OnnxDenoiser(string file, OnnxSessionFactory.Opened opened, DenoiserInfo info)
    {
        (var session, Options, FallbackReason, Difference) = opened;
        (Info, IsOnCpu) = (info, Options.Kind == DeviceKind.Cpu);
        _sessions = new SessionPool(session, () => OnnxSessionFactory.Reopen(file, Options), IsOnCpu ? 1 : (int)Math.Clamp(MostWeights / PriorDescription.Read(file).Bytes, 2, MostSessions));
        _outputNames = [PriorMetadata.Word(info.Prediction)];
    }

    public DenoiserInfo Info { get; }

    /// <summary>Where the model runs, spelt as <see cref="DeviceOptions.Parse"/> reads it.</summary>
    public string Device => Options.ToString();

    /// <summary>The same with all that was asked for beside it.</summary>
    internal DeviceOptions Options { get; }

    private bool IsOnCpu { get; }

    /// <summary>How often a shape came that no session had plans for.</summary>
    public int Plans => _sessions.Plans;

    /// <summary>Why the CPU stands in for the wanted device; null when it does not.</summary>
    public string? FallbackReason { get; }

    /// <summary>How far the device's answer to a test picture is from the CPU's, as a share of it; 0 on the CPU.</summary>
    public double Difference { get; }

    /// <summary>Opens the model, checks it against the contract and evaluates it once; on another device than the CPU, on both.</summary>
    /// <exception cref="PriorException">The file is missing, not ONNX, or breaks the contract; the message says where.</exception>
    /// <exception cref="EngineException">The device is required and does not work or computes nonsense, or memory is short.</exception>
    public static OnnxDenoiser Load(string file, DeviceOptions? device = null)
    {
        var sha256 = PriorFile.Hash(file);
        DenoiserInfo? info = null;
        var opened = OnnxSessionFactory.Open(file, device ?? new DeviceOptions(), session =>
        {
            info = Inspect(file, sha256, session);
            return WarmUp.Run(file, info, session);
        });
        return new OnnxDenoiser(file, opened, info!);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A buffer or size does not fit the batch or the prior.</exception>
    /// <exception cref="EngineException">The device failed; <c>OutOfMemory</c> says whether a smaller batch may succeed.</exception>
    public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BatchCheck.Run(Info, batch);
        var (n, h, w) = (batch.Count, batch.Height, batch.Width);
        if (_shape != (n, h, w))
        {
            Trim();
            _shape = (n, h, w);
        }

        _keptPixels = Math.Max(_keptPixels, (long)n * h * w);
        if (IsOnCpu)
        {
            using var run = new RunOptions();
            Run(run, batch, cancellationToken);
            return;
        }

        for (var done = 0; done < n;)
        {
            var count = BatchSizes.Take(n - done);
            RunFilledUp(batch, done, count, cancellationToken);
            done += count;
        }
    }

    /// <summary>Evaluates where the pictures lie in the device's memory and the answer is to lie there too.</summary>
    /// <param name="x">n x 3 x h x w.</param>
    /// <param name="timesteps">n original timesteps.</param>
    /// <param name="answer">Receives n x <see cref="DenoiserInfo.OutputChannels"/> x h x w.</param>
    /// <param name="shape">n, h and w.</param>
    /// <param name="cancellationToken">Abandons the evaluation; the answer is undefined then.</param>
    /// <exception cref="EngineException">The device failed; <c>OutOfMemory</c> says whether a smaller batch may succeed.</exception>
    internal void Evaluate(OrtValue x, Memory<float> timesteps, OrtValue answer, (int N, int H, int W) shape, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var run = new RunOptions();
        Run(run, x, timesteps, answer, shape, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Only the CPU's memory, which pictures share: ONNX Runtime shrinks its arena after an evaluation, so a small one is made.
    /// A prior of one size has no small one, and always needs the same.
    /// </remarks>
    /// <exception cref="EngineException">The device failed.</exception>
    public void Trim()
    {
        if (_keptPixels < LargeBatch || !IsOnCpu || Info.NativeSize is not null)
        {
            return;
        }

        using var run = new RunOptions();
        run.AddRunConfigEntry(Shrinkage, "cpu:0");
        var side = WarmUp.SideOf(Info);
        Run(run, new DenoiseBatch(1, side, side, new float[3 * side * side], new float[1], new float[Info.OutputChannels * side * side]), CancellationToken.None);
        _keptPixels = 0;
    }

    private const string Shrinkage = "memory.enable_memory_arena_shrinkage";

    /// <summary>A part of a batch, filled up to one of the sizes for which a device has plans.</summary>
    private void RunFilledUp(in DenoiseBatch batch, int first, int count, CancellationToken cancellationToken)
    {
        var (pixels, size) = (batch.Height * batch.Width, BatchSizes.Padded(count));
        var (asked, answered) = (3 * pixels, Info.OutputChannels * pixels);
        using var run = new RunOptions();
        if (size == count)
        {
            Run(run, new DenoiseBatch(
                count, batch.Height, batch.Width, batch.X.Slice(first * asked, count * asked), batch.Timesteps.Slice(first, count),
                batch.Output.Slice(first * answered, count * answered)), cancellationToken);
            return;
        }

        var (x, timesteps, output) = (new float[size * asked], new float[size], new float[size * answered]);
        batch.X.Slice(first * asked, count * asked).CopyTo(x);
        batch.Timesteps.Slice(first, count).CopyTo(timesteps);
        Run(run, new DenoiseBatch(size, batch.Height, batch.Width, x, timesteps, output), cancellationToken);
        output.AsMemory(0, count * answered).CopyTo(batch.Output[(first * answered)..]);
    }

    private void Run(RunOptions run, in DenoiseBatch batch, CancellationToken cancellationToken)
    {
        var (n, h, w) = (batch.Count, batch.Height, batch.Width);
        using var x = Wrap(batch.X[..(n * 3 * h * w)], [n, 3, h, w]);
        using var y = Wrap(batch.Output[..(n * Info.OutputChannels * h * w)], [n, Info.OutputChannels, h, w]);
        Run(run, x, batch.Timesteps[..n], y, (n, h, w), cancellationToken);
    }

    private void Run(
        RunOptions run, OrtValue x, Memory<float> timesteps, OrtValue y, (int N, int H, int W) shape, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, run);
        using var t = Wrap(timesteps, [shape.N]);
        try
        {
            var (session, isChanged) = _sessions.Of(shape);
            if (isChanged && !IsOnCpu)
            {
                // What the shape before needed would stay beside what this one does.
                run.AddRunConfigEntry(Shrinkage, $"gpu:{Options.Index}");
            }

            session.Run(run, InputNames, [x, t], _outputNames, [y]);
        }
        catch (Exception e) when (e is OnnxRuntimeException or OutOfMemoryException)
        {
            if (OnnxFailure.IsOutOfMemory(e) && !cancellationToken.IsCancellationRequested && _sessions.Shrink())
            {
                Run(run, x, timesteps, y, shape, cancellationToken);
                return;
            }

            // A terminated run reports a plain failure; the token tells it from a real one.
            cancellationToken.ThrowIfCancellationRequested();
            throw OnnxFailure.Evaluation(Device, $"{shape.N} x 3 x {shape.H} x {shape.W}", e);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _sessions.Dispose();

    private static OrtValue Wrap(Memory<float> data, long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, shape);

    private static DenoiserInfo Inspect(string file, string sha256, InferenceSession session)
    {
        var info = new MetadataReader(file, session.ModelMetadata.CustomMetadataMap).Read(sha256);
        new SignatureCheck(file, info).Run(session.InputMetadata, session.OutputMetadata);
        return info;
    }
}
