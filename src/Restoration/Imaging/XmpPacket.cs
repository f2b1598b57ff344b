using System.Buffers;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace BirD.Restoration.Imaging;

/// <summary>XMP is carried byte for byte, but for an orientation that the result no longer has and what is added to it.</summary>
internal static partial class XmpPacket
{
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string Iptc = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private const string Own = "urn:birdcluster:xmp:1.0/";

    /// <summary>Real packets are of kilobytes; those with embedded previews of some megabytes.</summary>
    private const int MostBytes = 16 << 20;

    /// <summary>Real ones are of ten or so.</summary>
    private const int MostDepth = 200;

    /// <summary>For one search in a packet of this size; a real one takes none.</summary>
    private const int MostMilliseconds = 1000;

    private static readonly SearchValues<byte> BetweenNameAndValue = SearchValues.Create("=\"'> \n\r\t"u8);
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Sets every <c>tiff:Orientation</c>, attribute or element, to 1. Length and all else stay.</summary>
    public static byte[] Upright(byte[] xmp)
    {
        var result = (byte[])xmp.Clone();
        for (var rest = result.AsSpan(); rest.IndexOf("tiff:Orientation"u8) is >= 0 and var at;)
        {
            rest = rest[(at + "tiff:Orientation".Length)..];
            var digit = rest.IndexOfAnyInRange((byte)'1', (byte)'8');
            if (digit >= 0 && !rest[..digit].ContainsAnyExcept(BetweenNameAndValue))
            {
                rest[digit] = (byte)'1';
            }
        }

        return result;
    }

    /// <summary>
    /// The packet with the stamp as one more description; everything that was there stays as it was written, but for an
    /// earlier digital source type, which the stamp remembers. A packet that is no well-formed UTF-8 XMP is left alone:
    /// a damaged one must not become a lost one.
    /// </summary>
    public static byte[] Stamp(byte[]? packet, ProvenanceStamp stamp)
    {
        if (packet is null)
        {
            return Encoding.UTF8.GetBytes(
                $"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"{Rdf}\">"
                + Description("rdf", "", stamp, null) + "\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
        }

        if (packet.Length > MostBytes)
        {
            return packet;
        }

        try
        {
            var given = Strict.GetString(packet);
            if (!IsShallow(given))
            {
                return packet;
            }

            var text = EarlierStamp().Replace(given, "");
            return Insert(text, stamp) is { } stamped ? Encoding.UTF8.GetBytes(stamped) : packet;
        }
        catch (Exception e) when (e is DecoderFallbackException or XmlException or RegexMatchTimeoutException)
        {
            return packet;
        }
    }

    /// <summary>Whether it is well-formed and no deeper than packets are: what reads it further takes a time that grows with the square of the depth.</summary>
    private static bool IsShallow(string text)
    {
        using var reader = Reader(text);
        while (reader.Read())
        {
            if (reader.Depth > MostDepth)
            {
                return false;
            }
        }

        return true;
    }

    private static XmlReader Reader(string text) => XmlReader.Create(
        new StringReader(text.Trim('\0', '\uFEFF', ' ', '\n', '\r', '\t')), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });

    private static string? Insert(string text, ProvenanceStamp stamp)
    {
        using var reader = Reader(text);
        var rdf = XDocument.Load(reader).Descendants(XName.Get("RDF", Rdf)).FirstOrDefault();
        if (rdf?.GetPrefixOfNamespace(Rdf) is not { } prefix)
        {
            return null;
        }

        // All descriptions of a packet are about the same thing, however it is named.
        var about = rdf.Elements().Select(description => description.Attribute(XName.Get("about", Rdf))?.Value).FirstOrDefault(name => name is not null) ?? "";
        var (without, earlier) = ReplaceSourceType(text, rdf, stamp.DigitalSourceType);
        var end = without.LastIndexOf($"</{prefix}:RDF", StringComparison.Ordinal);
        return end < 0 ? null : without.Insert(end, Description(prefix, about, stamp, earlier) + "\n");
    }

    /// <summary>Puts the new term into the place of an old one, because a property may occur once only.</summary>
    private static (string Text, string? Earlier) ReplaceSourceType(string text, XElement rdf, string term)
    {
        var name = XName.Get("DigitalSourceType", Iptc);
        var element = rdf.Descendants(name).FirstOrDefault();
        var attribute = rdf.Descendants().Attributes(name).FirstOrDefault();
        var value = attribute?.Value ?? element?.Attribute(XName.Get("resource", Rdf))?.Value ?? element?.Value.Trim();
        return string.IsNullOrEmpty(value)
            ? (text, null)
            : (Regex.Replace(text, $"(:DigitalSourceType[^<]*?){Regex.Escape(SecurityElement.Escape(value))}", match => match.Groups[1].Value + term, RegexOptions.None, TimeSpan.FromMilliseconds(MostMilliseconds)), value);
    }

    private static string Description(string prefix, string about, ProvenanceStamp stamp, string? earlier)
    {
        var type = earlier is null
            ? $" xmlns:Iptc4xmpExt=\"{Iptc}\" Iptc4xmpExt:DigitalSourceType=\"{Escape(stamp.DigitalSourceType)}\""
            : $" bird:SourceDigitalSourceType=\"{Escape(earlier)}\"";
        return $"\n<{prefix}:Description {prefix}:about=\"{Escape(about)}\" xmlns:bird=\"{Own}\"{type} bird:Software=\"{Escape(stamp.Software)}\" "
            + $"bird:SettingsHash=\"{Escape(stamp.SettingsHash)}\" bird:SourceSHA256=\"{Escape(stamp.SourceSha256)}\"/>";
    }

    private static string Escape(string value) => SecurityElement.Escape(value);

    // A result that is restored again carries the stamp of its last restoration only; the sidecars tell the rest.
    [GeneratedRegex("\n<[^<>]*:Description [^<>]*xmlns:bird=\"urn:birdcluster:xmp:1.0/\"[^<>]*/>", RegexOptions.None, MostMilliseconds)]
    private static partial Regex EarlierStamp();
}
