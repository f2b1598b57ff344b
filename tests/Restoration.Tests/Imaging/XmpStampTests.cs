using System.Text;
using System.Xml.Linq;
using BirD.Restoration.Imaging;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>The stamp is added; every other byte of the packet stays.</summary>
public sealed class XmpStampTests
{
    private static readonly ProvenanceStamp Stamp = new(ProvenanceStamp.Enhanced, "BirD <& 1>", "hash", "source");

    [Fact]
    public void Stamp_OfNothing_IsAWholePacket()
    {
        var text = Encoding.UTF8.GetString(XmpPacket.Stamp(null, Stamp));
        text.ShouldStartWith("<?xpacket begin=\"\uFEFF\"");
        XDocument.Parse(text).Root!.Name.LocalName.ShouldBe("xmpmeta");
        text.ShouldContain("BirD &lt;&amp; 1&gt;");
    }

    [Fact]
    public void Stamp_OfAPacket_InsertsAndLeavesTheRest()
    {
        const string before = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description r:about=\"uuid:7\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:format>image/tiff</dc:format></r:Description>";
        const string end = "</r:RDF></x:xmpmeta>   ";
        var text = Encoding.UTF8.GetString(XmpPacket.Stamp(Encoding.UTF8.GetBytes(before + end), Stamp));
        text.ShouldStartWith(before);
        text.ShouldEndWith(end);
        text[before.Length..^end.Length].ShouldContain("<r:Description r:about=\"uuid:7\"");
    }

    /// <summary>Packets that took minutes to hours, or an exception after the picture was restored. They stay as they are.</summary>
    [Theory]
    [InlineData("deep")]
    [InlineData("descriptions")]
    [InlineData("comments")]
    [InlineData("types")]
    [InlineData("large")]
    public void Stamp_OfAHostilePacket_LeavesItAlone(string kind)
    {
        const string head = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:i=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">";
        const string end = "</r:RDF></x:xmpmeta>";
        var text = kind switch
        {
            "deep" => head + string.Concat(Enumerable.Repeat("<a>", 200_000)) + string.Concat(Enumerable.Repeat("</a>", 200_000)) + end,
            "descriptions" => head + "\n<" + string.Concat(Enumerable.Repeat(":Description ", 200_000)) + end,
            "comments" => head + "<!--\n<" + string.Concat(Enumerable.Repeat(":Description ", 200_000)) + "-->" + end,
            "types" => head + "<r:Description i:DigitalSourceType=\"old\"/><!--" + string.Concat(Enumerable.Repeat(":DigitalSourceType ", 60_000)) + "-->" + end,
            _ => head + new string(' ', 17 << 20) + end,
        };
        var packet = Encoding.UTF8.GetBytes(text);
        var stamped = XmpPacket.Stamp(packet, Stamp);

        // The third kind is well-formed and may be done in time.
        (stamped.AsSpan().SequenceEqual(packet) || kind is "types" or "comments").ShouldBeTrue();
    }

    [Fact]
    public void Stamp_Twice_KeepsOneStamp()
    {
        var once = XmpPacket.Stamp(null, Stamp);
        var twice = Encoding.UTF8.GetString(XmpPacket.Stamp(once, Stamp with { SourceSha256 = "restored" }));
        twice.Split("bird:SettingsHash").Length.ShouldBe(2);
        twice.ShouldContain("bird:SourceSHA256=\"restored\"");
    }

    [Theory]
    [InlineData("<a:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm</a:DigitalSourceType>")]
    [InlineData("<a:DigitalSourceType r:resource='http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm'/>")]
    public void Stamp_OverASourceType_ReplacesAndRemembersIt(string property)
    {
        var packet = $"<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description r:about=\"\" xmlns:a=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">{property}</r:Description></r:RDF>";
        var text = Encoding.UTF8.GetString(XmpPacket.Stamp(Encoding.UTF8.GetBytes(packet), Stamp));
        text.ShouldContain(property.Replace("http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm", ProvenanceStamp.Enhanced));
        text.ShouldContain("bird:SourceDigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/negativeFilm\"");
        XDocument.Parse(text).Descendants().Count(node => node.Name.LocalName == "DigitalSourceType").ShouldBe(1);
    }

    [Theory]
    [InlineData("not xml at all")]
    [InlineData("<a><unclosed></a>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>")]
    [InlineData("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")]
    public void Stamp_OfSomethingElse_LeavesItAlone(string packet) =>
        Encoding.UTF8.GetString(XmpPacket.Stamp(Encoding.UTF8.GetBytes(packet), Stamp)).ShouldBe(packet);
}
