using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search.Formats;

/// <summary>A page of hits as an Atom feed (RFC 4287).</summary>
internal static class SearchAtom
{
    /// <summary>Answers with the feed.</summary>
    public static IResult Answer(SearchResult result, string origin, HttpRequest http)
    {
        var self = origin + http.PathBase + http.Path + http.QueryString;
        using var content = new MemoryStream();
        using (var xml = AtomXml.Create(content))
            Write(xml, result, origin, self);
        return Results.Bytes(content.ToArray(), AtomXml.ContentType);
    }

    private static void Write(XmlWriter xml, SearchResult result, string origin, string self)
    {
        xml.WriteStartElement("feed", AtomXml.Namespace);
        AtomXml.Element(
            xml,
            "title",
            $"Hookwork: {(result.Request.Text.Length == 0 ? "all mails" : result.Request.Text)}"
        );
        AtomXml.Element(xml, "id", self);
        AtomXml.Link(xml, "self", self);
        AtomXml.Updated(xml, result.Hits.Select(item => item.Hit.Mail.Received));
        foreach (var item in result.Hits)
        {
            var (hit, links) = (item.Hit, HitLinks.Of(item, origin));
            xml.WriteStartElement("entry", AtomXml.Namespace);
            AtomXml.Element(xml, "title", hit.Mail.Subject);
            AtomXml.Element(xml, "id", links.Api);
            AtomXml.Link(xml, "alternate", links.Web);
            AtomXml.Element(xml, "updated", AtomXml.Date(hit.Mail.Received));
            xml.WriteStartElement("author", AtomXml.Namespace);
            AtomXml.Element(xml, "name", hit.Mail.Name is { Length: > 0 } name ? name : hit.Mail.Email ?? "unknown");
            xml.WriteEndElement();
            if (hit.Snippet is { } snippet)
                AtomXml.Html(xml, "summary", $"<pre>{SnippetHtml.Of(snippet)}</pre>");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }
}
