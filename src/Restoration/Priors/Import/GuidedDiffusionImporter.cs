using System.Security.Cryptography;
using BirD.Restoration.Onnx;
using BirD.Restoration.Onnx.Proto;
using BirD.Restoration.Priors.Import.Torch;
using Google.Protobuf;

namespace BirD.Restoration.Priors.Import;

/// <summary>Converts a guided-diffusion checkpoint into a prior, without Python.</summary>
public static class GuidedDiffusionImporter
{
    private const int Opset = 21;
    private const int IrVersion = 10;

    /// <summary>Reads the checkpoint tensor by tensor and writes an ONNX model under the prior contract.</summary>
    /// <param name="checkpointPath">A .pt, .pth or .safetensors file; only read.</param>
    /// <param name="outputOnnxPath">The model; large weights go to a file beside it, of the same name with <c>.data</c>.</param>
    /// <param name="options">What the checkpoint does not say.</param>
    /// <param name="progress">Told how far it is; may be null.</param>
    /// <param name="cancellationToken">Stops between tensors; no file is left behind.</param>
    /// <remarks>Results appear under their names when they are whole. Memory: a few times the largest tensor, or all weights when they stay in one file.</remarks>
    /// <exception cref="PriorException">No checkpoint, truncated, refused content, a tensor missing or misshapen, another architecture.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static async Task<ImportResult> ImportAsync(
        string checkpointPath, string outputOnnxPath, ImportOptions? options = null,
        IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new ImportOptions();
        using var checkpoint = CheckpointFile.Open(checkpointPath);
        var inference = new ConfigInference(checkpoint);
        var config = inference.Infer(options.HeadChannels, options.AttentionOrder);
        inference.Verify(config);
        options.Check(config);
        progress?.Report(new ImportProgress(ImportStage.Hashing, 0, 0));
        var sha256 = await HashAsync(checkpointPath, options.ExpectedSha256, cancellationToken);

        var graph = UNetEmitter.Emit(config, options.Precision);
        var total = graph.Weights.Sum(WeightData.Length);
        var writer = new WeightWriter(
            weight => checkpoint.ReadFloat32(checkpoint.Find(weight.Name)!),
            (_, done) => progress?.Report(new ImportProgress(ImportStage.Writing, done, total)));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "BirD.Cluster", Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = OnnxGraphBuilder.RuntimeDomain, Version = 1 });

        using var output = new ImportOutput(outputOnnxPath);
        output.RequireSpace(total);
        string? external = null;
        if (total > options.ExternalDataThreshold)
        {
            await using var data = output.Create(output.DataPath);
            external = await writer.ExternaliseAsync(graph.Weights, data, Path.GetFileName(output.DataPath), cancellationToken);
        }
        else
        {
            writer.Embed(graph.Weights, cancellationToken);
        }

        progress?.Report(new ImportProgress(ImportStage.Finishing, total, total));
        model.MetadataProps.Add(ContractMetadata.Write(config, options, checkpointPath, sha256, external));
        await using (var stream = output.Create(output.ModelPath))
        {
            model.WriteTo(stream);
        }

        var files = output.Publish();
        return new ImportResult(config, sha256, checkpoint.Tensors.Count, checkpoint.Tensors.Sum(t => t.Count), files);
    }

    private static async Task<string> HashAsync(string file, string? expected, CancellationToken cancellationToken)
    {
        await using var stream = PriorFile.Open(file);
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        return expected is null || expected.Equals(found, StringComparison.OrdinalIgnoreCase)
            ? found
            : throw new PriorException($"'{file}' has the SHA-256 {found} instead of {expected}: it is another file, or damaged. Fetch it again.");
    }
}
