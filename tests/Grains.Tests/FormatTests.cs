using System.Text;
using System.Text.Json;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using BirD.Grains.Results;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Settings;
using BirD.Storage.Objects;
using BirD.Storage.Results;

namespace BirD.Grains.Tests;

/// <summary>Files that outlive a version: their bytes are compared with golden files.</summary>
public sealed class FormatTests
{
    [Fact]
    public async Task JobRecord_IsWrittenAsEver_AndReadBack()
    {
        var store = new MemoryObjectStore();
        var records = new JobRecordStore(store);
        var record = new JobRecord
        {
            Id = "0123abcd",
            Spec = new JobSpecRecord { SettingsJson = """{"seed":7}""", SettingsHash = "ffee", Roots = [new("r0", "/scans")], Output = "/restored" },
            Run = new JobRunRecord(3, 2, 4096),
            State = JobState.Paused,
            Terms = new JobTermsRecord(5, 16),
        };

        await records.WriteAsync(record, null);

        Golden.Match("job.json", (await store.GetAsync(JobRecordStore.KeyOf("0123abcd")))!.Content.Span);
        var read = (await records.ReadAsync("0123abcd"))!.Value.Record;
        (read with { Spec = record.Spec }).ShouldBe(record);
        read.Spec.Same(record.Spec).ShouldBeTrue();
    }

    [Fact]
    public async Task JobRecord_FromBeforeTermsAndPriors_IsRead()
    {
        var store = new MemoryObjectStore();
        await store.PutAsync(JobRecordStore.KeyOf("0123abcd"), Golden.Read("job-of-0.1.json"));

        var record = (await new JobRecordStore(store).ReadAsync("0123abcd"))!.Value.Record;
        (record.Run, record.ToTerms(), record.Spec.PriorSha256).ShouldBe((new JobRunRecord(3, 2, 4096), new JobTerms(), null));
        record.ToNotice().Prior.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"schema":2,"id":"x","spec":{"settingsJson":"","settingsHash":"","roots":[],"output":""},"run":{"number":1,"shards":0,"items":0},"state":"Running"}""", "schema 2")]
    [InlineData("{", "damaged")]
    public async Task JobRecord_UnknownOrDamaged_IsRefusedWithASentence(string json, string expected)
    {
        var store = new MemoryObjectStore();
        await store.PutAsync(JobRecordStore.KeyOf("x"), Encoding.UTF8.GetBytes(json));

        (await Should.ThrowAsync<InvalidDataException>(() => new JobRecordStore(store).ReadAsync("x"))).Message.ShouldContain(expected);
    }

    [Fact]
    public void ShardState_IsWrittenAsEver_AndReadBack()
    {
        var state = new ShardState(5) { Term = 2, Steps = 0x0102030405 };
        state.Finish(0, ItemStatus.Restored);
        state.Finish(3, ItemStatus.Failed);
        state.CountAttempt(3);
        state.CountDeath(3);
        state.CountDeath(3);
        state.Finish(4, ItemStatus.Failed);
        state.Reopen(4);

        var bytes = state.Encode();

        Golden.Match("shard.hex", Encoding.UTF8.GetBytes(Convert.ToHexStringLower(bytes) + "\n"));
        var read = ShardState.Decode(bytes);
        (read.Term, read.Steps, read.Count, read.Reopenings).ShouldBe((2, 0x0102030405, 5, 1));
        (read.StatusOf(3), read.AttemptsOf(3), read.DeathsOf(3), read.StatusOf(4)).ShouldBe((ItemStatus.Failed, 1, 2, ItemStatus.Open));
        read.Encode().ShouldBe(bytes);
    }

    [Theory]
    [InlineData(1, 0L)]
    [InlineData(2, 0x0102030405)]
    public void ShardState_OfAnEarlierSchema_IsReadAndWrittenOnAsSchema3(byte schema, long steps)
    {
        var old = Convert.FromHexString(Encoding.UTF8.GetString(Golden.Read($"shard-of-schema-{schema}.hex")).Trim());

        var read = ShardState.Decode(old);

        (read.Term, read.Steps, read.Count, read.StatusOf(0), read.StatusOf(3), read.AttemptsOf(3), read.DeathsOf(3))
            .ShouldBe((2, steps, 5, ItemStatus.Restored, ItemStatus.Failed, 1, 2));
        ShardState.Decode(read.Encode()).StatusOf(3).ShouldBe(ItemStatus.Failed);
        (old[8], read.Encode()[8]).ShouldBe((schema, (byte)3));
    }

    [Fact]
    public void ShardState_OfALaterSchema_IsRefusedWithASentence()
    {
        var bytes = new ShardState(3) { Term = 1 }.Encode();
        bytes[8] = 9;
        Should.Throw<InvalidDataException>(() => ShardState.Decode(bytes)).Message.ShouldBe("Shard record of schema 9; this version reads schemas 1 to 3.");
    }

    [Fact]
    public void ShardState_AnyFlippedBit_IsNoticed()
    {
        var bytes = new ShardState(3) { Term = 1 }.Encode();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            Should.Throw<InvalidDataException>(() => ShardState.Decode(bytes), $"byte {i}");
            bytes[i] ^= 0x10;
        }
    }

    [Fact]
    public async Task DeadLetters_AreWrittenAsEver_AndTheLastLineOfAnItemCounts()
    {
        var store = new MemoryObjectStore();
        var letters = new DeadLetterStore(store);
        var shard = new ShardRef("job", 1, 2);
        var letter = new DeadLetter
        {
            Item = 7, Root = "r0", Key = "a/b.jpg", Output = "a/b.jpg", FailureClass = "input", Message = "Not a picture.", Attempts = 1, Deaths = 0, Epoch = 5,
        };

        await letters.AppendAsync(shard, [letter]);
        await letters.AppendAsync(shard, [letter with { Message = "Still not." }]);

        Golden.Match("deadletter.jsonl", (await store.GetAsync("jobs/job/runs/000001/deadletter/000002.jsonl"))!.Content.Span);
        (await letters.ReadReasonsAsync(shard)).ShouldHaveSingleItem().Value.ShouldBe("Still not.");
    }

    [Fact]
    public void Sidecar_IsWrittenAsEver_AndItsStampIsFound()
    {
        var report = new RestorationReport
        {
            Task = "deblur", Profile = "robust", Guidance = "adaptive", Seed = 7, Steps = 30, Width = 640, Height = 480, BitDepth = 16,
            NoiseSigma = 0.02, Residual = 0.015, KernelSize = 3, Kernel = [[0, 0, 0, 0, 1, 0, 0, 0, 0]], GuidanceScale = [0.5, 1.25], Loss = [0.25, double.NaN],
            Prior = new PriorReport("bird-leaves", "ab", "1.0"), Device = "cpu",
        };
        var lease = new ItemLease
        {
            JobId = "job", Run = 2, Shard = 0, Item = 3, Epoch = LeaseEpoch.Compose(2, 1, 9), Root = "r0", Key = "album/a.tif", Output = "album/a.tif", Attempt = 2,
        };
        var sidecar = SidecarWriter.Create(
            new FinishedPicture("restored", "result"u8.ToArray(), report), new SidecarInput("/scans", "album/a.tif", "cd", 10), lease, "ef", TimeSpan.FromSeconds(1.23456),
            new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero));

        var json = SidecarWriter.Encode(sidecar with { Software = "BirD.Cluster 0.1.0" });

        Golden.Match("sidecar.json", json);
        ResultStampReader.Parse(json).ShouldBe(new ResultStamp("cd", "ef", sidecar.Output.Sha256, 6, "restored", lease.Epoch));
        JsonDocument.Parse(json).RootElement.GetProperty("schema").GetInt32().ShouldBe(2);
    }
}
