using System.Globalization;
using System.Text;
using System.Xml;
using BirD.Restoration.Pipeline;

namespace BirD.Client.Provenance;

/// <summary>The report as PREMIS 3: objects, one event for each, and this software as the agent.</summary>
internal static class Premis
{
    private const string Namespace = "http://www.loc.gov/premis/v3";

    public static byte[] Create(Report report)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", CheckCharacters = false }))
        {
            xml.WriteStartElement("premis", "premis", Namespace);
            xml.WriteAttributeString("version", "3.0");
            foreach (var entry in report.Entries)
            {
                Original(xml, entry);
                if (!entry.IsFailed)
                {
                    Result(xml, entry);
                }
            }

            foreach (var entry in report.Entries)
            {
                Event(xml, entry);
            }

            Agent(xml);
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void Original(XmlWriter xml, ReportEntry entry)
    {
        Open(xml, "object", "file");
        Identifier(xml, "object", OriginalId(entry));
        Characteristics(xml, entry.InputSha256);
        Text(xml, "originalName", entry.Input ?? entry.Output);
        xml.WriteEndElement();
    }

    private static void Result(XmlWriter xml, ReportEntry entry)
    {
        Open(xml, "object", "file");
        Identifier(xml, "object", entry.Output);
        Characteristics(xml, entry.OutputSha256);
        xml.WriteStartElement("relationship", Namespace);
        Text(xml, "relationshipType", "derivation");
        Text(xml, "relationshipSubType", "has source");
        Linked(xml, "relatedObject", OriginalId(entry));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Event(XmlWriter xml, ReportEntry entry)
    {
        xml.WriteStartElement("event", Namespace);
        Identifier(xml, "event", "event:" + entry.Output);
        Text(xml, "eventType", entry.Outcome switch { "restored" => "modification", "unchanged" => "replication", _ => "validation" });
        Text(xml, "eventDateTime", entry.Finished.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        xml.WriteStartElement("eventDetailInformation", Namespace);
        Text(xml, "eventDetail", entry.IsFailed
            ? "decoding for restoration"
            : $"task {entry.Task}, {entry.Steps} steps{(entry.StoppedBy is null ? "" : $" ended by {entry.StoppedBy}")}, prior {entry.Prior}, settings {entry.SettingsHash}");
        xml.WriteEndElement();
        xml.WriteStartElement("eventOutcomeInformation", Namespace);
        Text(xml, "eventOutcome", entry.IsFailed ? "failure" : "success");
        if (entry.Reason is { } reason)
        {
            xml.WriteStartElement("eventOutcomeDetail", Namespace);
            Text(xml, "eventOutcomeDetailNote", reason);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        Linked(xml, "linkingAgent", Product.Name);
        Linked(xml, "linkingObject", OriginalId(entry), "source");
        if (!entry.IsFailed)
        {
            Linked(xml, "linkingObject", entry.Output, "outcome");
        }

        xml.WriteEndElement();
    }

    private static void Agent(XmlWriter xml)
    {
        xml.WriteStartElement("agent", Namespace);
        Identifier(xml, "agent", Product.Name);
        Text(xml, "agentName", Product.Name);
        Text(xml, "agentType", "software");
        xml.WriteEndElement();
    }

    private static string OriginalId(ReportEntry entry) => "original:" + entry.Output;

    private static void Open(XmlWriter xml, string name, string type)
    {
        xml.WriteStartElement(name, Namespace);
        xml.WriteAttributeString("xsi", "type", "http://www.w3.org/2001/XMLSchema-instance", "premis:" + type);
    }

    private static void Characteristics(XmlWriter xml, string? sha256)
    {
        xml.WriteStartElement("objectCharacteristics", Namespace);
        if (sha256 is not null)
        {
            xml.WriteStartElement("fixity", Namespace);
            Text(xml, "messageDigestAlgorithm", "SHA-256");
            Text(xml, "messageDigest", sha256);
            xml.WriteEndElement();
        }

        xml.WriteStartElement("format", Namespace);
        xml.WriteStartElement("formatDesignation", Namespace);
        Text(xml, "formatName", "image file");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Identifier(XmlWriter xml, string kind, string value) => Linked(xml, kind, value);

    private static void Linked(XmlWriter xml, string kind, string value, string? role = null)
    {
        xml.WriteStartElement(kind + "Identifier", Namespace);
        Text(xml, kind + "IdentifierType", "local");
        Text(xml, kind + "IdentifierValue", value);
        if (role is not null)
        {
            Text(xml, kind + "Role", role);
        }

        xml.WriteEndElement();
    }

    // File names may hold what XML can't: such characters become question marks.
    private static void Text(XmlWriter xml, string name, string value) =>
        xml.WriteElementString(name, Namespace, new string([.. value.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '?')]));
}
