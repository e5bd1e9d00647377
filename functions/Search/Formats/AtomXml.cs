using System.Globalization;
using System.Text;
using System.Xml;

namespace Hookwork.Search.Formats;

/// <summary>Writes elements of Atom feeds (RFC 4287).</summary>
internal static class AtomXml
{
    /// <summary>The namespace of Atom.</summary>
    public const string Namespace = "http://www.w3.org/2005/Atom";

    /// <summary>The media type of a feed.</summary>
    public const string ContentType = "application/atom+xml; charset=utf-8";

    /// <summary>A writer of a feed in UTF-8. It writes nothing on its own account but to the stream that it is given.</summary>
    public static XmlWriter Create(MemoryStream content) =>
        XmlWriter.Create(
            content,
            new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }
        );

    /// <summary>Writes the date of the newest entry.</summary>
    public static void Updated(XmlWriter xml, IEnumerable<DateTimeOffset> dates) =>
        Element(xml, "updated", Date(dates.DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max()));

    public static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", Valid(address));
        xml.WriteEndElement();
    }

    public static void Element(XmlWriter xml, string name, string text) =>
        xml.WriteElementString(name, Namespace, Valid(text));

    /// <summary>Writes an element whose text is HTML.</summary>
    public static void Html(XmlWriter xml, string name, string html)
    {
        xml.WriteStartElement(name, Namespace);
        xml.WriteAttributeString("type", "html");
        xml.WriteString(Valid(html));
        xml.WriteEndElement();
    }

    /// <summary>A date as Atom has it.</summary>
    public static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 cannot represent most control characters, even escaped: they become U+FFFD.</summary>
    private static string Valid(string text) => string.Concat(text.EnumerateRunes().Select(Character));

    private static string Character(Rune rune) =>
        rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString();
}
