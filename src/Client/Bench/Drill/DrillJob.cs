using System.Globalization;
using System.Security.Cryptography;
using BirD.Client.Bench.Pictures;
using BirD.Contracts.Jobs;
using BirD.Grains.Records;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Storage.Manifests;
using BirD.Storage.Results;

namespace BirD.Client.Bench.Drill;

/// <summary>A job over made-up pictures, put into the store as a cluster would find it after a crash of everything.</summary>
internal sealed class DrillJob
{
    private readonly DrillPlace place;
    private readonly IReadOnlyList<ManifestItem> items;

    private DrillJob(DrillPlace place, string id, IReadOnlyList<ManifestItem> items) => (this.place, Id, this.items) = (place, id, items);

    public string Id { get; }

    public int Count => items.Count;

    /// <param name="place">Where it lies.</param>
    /// <param name="id">Job id; its results go to a folder of this name.</param>
    /// <param name="pictures">Pictures, each unlike the others.</param>
    /// <param name="steps">Diffusion steps of each.</param>
    /// <param name="extra">A picture of odd size to be put among them; null for none.</param>
    /// <param name="priority">Higher goes first.</param>
    public static async Task<DrillJob> CreateAsync(
        DrillPlace place, string id, int pictures, int steps, (string Name, int Width, int Height)? extra = null, int priority = 0)
    {
        var names = Enumerable.Range(0, pictures).Select(i => string.Create(CultureInfo.InvariantCulture, $"p{i:D6}.png")).ToList();
        for (var i = 0; i < pictures; i++)
        {
            Write(Path.Combine(place.Inputs, names[i]), 16, 16, seed: i);
        }

        if (extra is var (name, width, height))
        {
            Write(Path.Combine(place.Inputs, name), width, height, seed: -1);
            names.Insert(pictures / 2, name);
        }

        var items = names.Select(key => new ManifestItem("r0", key, key, 0)).ToList();
        var settings = new RestoreSettings { Task = RestorationTask.Denoise, NoiseSigma = 0.1, Steps = steps };
        var manifest = await new ObjectManifestStore(place.Store, shardSize: Math.Max(1, pictures / 8)).WriteAsync(id, 1, items.ToAsyncEnumerable());
        var record = new JobRecord
        {
            Id = id,
            Spec = new JobSpecRecord
            {
                SettingsJson = SettingsCodec.ToJson(settings),
                SettingsHash = SettingsCodec.Hash(settings, "drill"),
                Roots = [new InputRootRecord("r0", "in")],
                Output = $"out/{id}",
            },
            Run = new JobRunRecord(1, manifest.Shards, manifest.Items),
            State = JobState.Running,
            Terms = new JobTermsRecord(priority, null),
        };
        await new JobRecordStore(place.Store).WriteAsync(record, null);
        return new DrillJob(place, id, items);
    }

    /// <summary>Results that are there, with their sidecars.</summary>
    public int Done => Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*" + ResultNames.SidecarSuffix).Count() : 0;

    /// <summary>Whether a picture's result is in place.</summary>
    public bool IsDone(string key) => File.Exists(Path.Combine(Folder, key + ResultNames.SidecarSuffix));

    public async Task<JobState> StateAsync() =>
        (await new JobRecordStore(place.Store).ReadAsync(Id))?.Record.State ?? throw new InvalidDataException($"The record of {Id} is gone.");

    /// <summary>Diffusion steps that the finished run took, repeated ones included.</summary>
    public async Task<long?> StepsAsync() => (await new JobRecordStore(place.Store).ReadAsync(Id))?.Record.Run.Steps;

    /// <summary>The hash of every result by name, each held against its sidecar; what is wrong is told as faults.</summary>
    public async Task<(IReadOnlyDictionary<string, string> Hashes, IReadOnlyList<string> Faults)> VerifyAsync()
    {
        var (hashes, faults) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        foreach (var item in items)
        {
            var path = Path.Combine(Folder, item.Output);
            if (!File.Exists(path) || !File.Exists(path + ResultNames.SidecarSuffix))
            {
                faults.Add($"{item.Output} is missing");
                continue;
            }

            var sha = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
            hashes[item.Output] = sha;
            if (ResultStampReader.Parse(await File.ReadAllBytesAsync(path + ResultNames.SidecarSuffix))?.OutputSha256 != sha)
            {
                faults.Add($"{item.Output} is not what its sidecar says");
            }
        }

        var expected = items.SelectMany(item => (string[])[item.Output, item.Output + ResultNames.SidecarSuffix]).ToHashSet(StringComparer.Ordinal);
        var surplus = Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Folder, path))
                .Where(name => !name.StartsWith('.') && !expected.Contains(name))
            : [];
        faults.AddRange(surplus.Select(name => $"{name} is there although nobody asked for it"));
        return (hashes, faults);
    }

    private string Folder => Path.Combine(place.Outputs, Id);

    private static void Write(string path, int width, int height, int seed)
    {
        if (File.Exists(path))
        {
            return;
        }

        var random = new Random(seed);
        var picture = new ImageTensor(3, height, width);
        for (var i = 0; i < picture.Data.Length; i++)
        {
            picture.Data[i] = random.NextSingle();
        }

        File.WriteAllBytes(path, LosslessPicture.Encode(picture));
    }
}
