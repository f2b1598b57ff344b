using BirD.Contracts.Devices;

namespace BirD.Grains.Diagnostics;

/// <summary>How busy this silo's device was in the last minute, for whoever looks at the cluster.</summary>
internal sealed class DeviceMeter(TimeProvider time)
{
    private const int Seconds = 60;

    private readonly Lock gate = new();
    private readonly (long Second, int Steps, TimeSpan Busy)[] seconds = new (long, int, TimeSpan)[Seconds];
    private readonly long began = time.GetTimestamp();
    private int inWork;
    private int slots;

    public void OnLeased(int change) => Interlocked.Add(ref inWork, change);

    public void OnSlots(int size) => Interlocked.Add(ref slots, size);

    public void OnStep(TimeSpan duration)
    {
        var now = Now;
        lock (gate)
        {
            ref var second = ref seconds[now % Seconds];
            second = second.Second == now ? (now, second.Steps + 1, second.Busy + duration) : (now, 1, duration);
        }
    }

    public DeviceUse Read()
    {
        var now = Now;
        lock (gate)
        {
            var recent = seconds.Where(second => second.Steps > 0 && second.Second > now - Seconds).ToList();
            var span = Math.Clamp(now, 1, Seconds);
            return new DeviceUse(
                Volatile.Read(ref inWork), Volatile.Read(ref slots), Math.Min(1, recent.Sum(second => second.Busy.TotalSeconds) / span),
                recent.Sum(second => second.Steps) / (double)span);
        }
    }

    private long Now => (long)time.GetElapsedTime(began).TotalSeconds;
}
