using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>What the prior is asked and what it answers, for a whole batch in one piece: each picture writes and reads its part, and nothing is put together.</summary>
internal sealed class PriorSlab(DeviceMemory memory, int answerChannels)
{
    private const int AskedChannels = 3;

    private OrtMemoryAllocation? block;
    private long length;
    private (int Count, int Height, int Width) shape;

    /// <summary>Makes room for a batch.</summary>
    public void Reserve(int count, int height, int width)
    {
        shape = (count, height, width);
        var needed = (long)count * (AskedChannels + answerChannels) * height * width;
        if (length < needed)
        {
            Release();
            block = memory.AllocateBlock(needed);
            length = needed;
        }
    }

    /// <summary>Some pictures' questions, [count, 3, H, W].</summary>
    public OrtValue Asked(int first, int count) => Part(0, AskedChannels, first, count);

    /// <summary>Some pictures' answers, [count, C, H, W].</summary>
    public OrtValue Answer(int first, int count) => Part((long)shape.Count * AskedChannels, answerChannels, first, count);

    public void Release()
    {
        block?.Dispose();
        (block, length) = (null, 0);
    }

    private OrtValue Part(long planesBefore, int channels, int first, int count)
    {
        var plane = (long)shape.Height * shape.Width;
        return memory.View(block!, (planesBefore + ((long)first * channels)) * plane, count, channels, shape.Height, shape.Width);
    }
}
