using System.Text;
using System.Xml;
using Hookwork.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search.Formats;

/// <summary>A page of hits as an Atom feed (RFC 4287).</summary>
internal static class SearchAtom
{
    private const string Namespace = "http://www.w3.org/2005/Atom";

    /// <summary>Answers with the feed.</summary>
    public static IResult Answer(SearchResult result, string origin, HttpRequest http)
    {
        var self = origin + http.PathBase + http.Path + http.QueryString;
        using var content = new MemoryStream();
        using (
            var xml = XmlWriter.Create(
                content,
                new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }
            )
        )
            Write(xml, result, origin, self);
        return Results.Bytes(content.ToArray(), "application/atom+xml; charset=utf-8");
    }

    private static void Write(XmlWriter xml, SearchResult result, string origin, string self)
    {
        xml.WriteStartElement("feed", Namespace);
        Element(xml, "title", $"Hookwork: {(result.Request.Text.Length == 0 ? "all mails" : result.Request.Text)}");
        Element(xml, "id", self);
        Link(xml, "self", self);
        Element(
            xml,
            "updated",
            Date(result.Hits.Select(item => item.Hit.Date).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max())
        );
        foreach (var item in result.Hits)
        {
            var (hit, links) = (item.Hit, HitLinks.Of(item, origin));
            xml.WriteStartElement("entry", Namespace);
            Element(xml, "title", hit.Subject);
            Element(xml, "id", links.Api);
            Link(xml, "alternate", links.Web);
            Element(xml, "updated", Date(hit.Date));
            xml.WriteStartElement("author", Namespace);
            Element(xml, "name", hit.SubmitterName ?? hit.SubmitterEmail ?? "unknown");
            xml.WriteEndElement();
            if (hit.Snippet is { } snippet)
            {
                xml.WriteStartElement("summary", Namespace);
                xml.WriteAttributeString("type", "html");
                xml.WriteString(XmlText.Valid(SnippetHtml.Of(snippet)));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", XmlText.Valid(address));
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string text) =>
        xml.WriteElementString(name, Namespace, XmlText.Valid(text));

    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
