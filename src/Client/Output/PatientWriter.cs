using System.Text;

namespace BirD.Client.Output;

/// <summary>A standard stream that may be lost, on a full disk say, without taking the night's work with it.</summary>
/// <param name="inner">The stream.</param>
internal sealed class PatientWriter(TextWriter inner) : TextWriter
{
    private volatile bool lost;

    /// <summary>True when something could not be written.</summary>
    public bool Lost => lost;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine() => Try(inner.WriteLine);

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Flush();
        }

        base.Dispose(disposing);
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody can be told on the stream that is gone; the exit code does.
            lost = true;
        }
    }
}
