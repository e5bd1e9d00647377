using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Searching;
using Hookwork.Search;
using Hookwork.Search.Formats;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Inbox;

/// <summary>Mails as an Atom feed (RFC 4287), with the threads of RFC 4685.</summary>
public sealed class InboxAtom(MailContents texts)
{
    private const string Threading = "http://purl.org/syndication/thread/1.0";

    /// <summary>Mails whose text is read at a time.</summary>
    private const int ChunkSize = 25;

    /// <summary>Streams a feed.</summary>
    /// <param name="title">What it is of.</param>
    /// <param name="id">Its id, before hashing.</param>
    /// <param name="self">Its own address.</param>
    /// <param name="inbox">The address of the inbox, with a slash at the end.</param>
    internal IResult Answer(
        IReadOnlyList<InboxMail> mails,
        string title,
        string id,
        string self,
        string inbox,
        CancellationToken cancellationToken
    )
    {
        return Results.Stream(WriteAsync, AtomXml.ContentType);

        async Task WriteAsync(Stream body)
        {
            // XmlWriter also writes synchronously, which a response refuses. So the feed is written to a buffer first.
            using var written = new MemoryStream();
            using var xml = AtomXml.Create(written);
            xml.WriteStartElement("feed", AtomXml.Namespace);
            xml.WriteAttributeString("xmlns", "thr", null, Threading);
            AtomXml.Element(xml, "title", title);
            AtomXml.Link(xml, "alternate", inbox);
            AtomXml.Link(xml, "self", self);
            AtomXml.Element(xml, "id", Urn(id));
            AtomXml.Updated(xml, mails.Select(mail => mail.Row.Received));
            var byHash = mails
                .Where(mail => mail.Row.MessageId.Length > 0)
                .ToLookup(mail => CatalogSchema.IdHash(mail.Row.MessageId), mail => mail.Row.MessageId);
            foreach (var chunk in mails.Chunk(ChunkSize))
            {
                var read = await texts.ReadAsync(chunk.Select(mail => mail.Place), cancellationToken);
                foreach (var mail in chunk)
                {
                    var parent = mail.Row.Parent is { } hash ? byHash[hash].FirstOrDefault() : null;
                    if (read.TryGetValue(mail.Place, out var content))
                        WriteEntry(xml, mail.Row, parent, content.Subject, content.Text, inbox);
                }
                await SendAsync();
            }
            xml.WriteEndElement();
            await SendAsync();

            async Task SendAsync()
            {
                xml.Flush();
                await body.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), cancellationToken);
                written.SetLength(0);
            }
        }
    }

    private static void WriteEntry(
        XmlWriter xml,
        MailRow mail,
        string? parent,
        string subject,
        StoredText text,
        string inbox
    )
    {
        xml.WriteStartElement("entry", AtomXml.Namespace);
        xml.WriteStartElement("author", AtomXml.Namespace);
        AtomXml.Element(xml, "name", mail.Name is { Length: > 0 } name ? name : mail.Email ?? "unknown");
        if (mail.Email is { } email && email.IndexOf('@') is > 0 and var at && at < email.Length - 1)
            AtomXml.Element(xml, "email", email);
        xml.WriteEndElement();
        AtomXml.Element(xml, "title", subject.Length > 0 ? subject : "(no subject)");
        AtomXml.Element(xml, "updated", AtomXml.Date(mail.Received));
        AtomXml.Link(xml, "alternate", $"{inbox}{InboxPath.Escape(mail.MessageId)}/");
        AtomXml.Element(xml, "id", Urn(mail.MessageId));
        if (parent is not null)
        {
            xml.WriteStartElement("in-reply-to", Threading);
            xml.WriteAttributeString("ref", Urn(parent));
            xml.WriteAttributeString("href", $"{inbox}{InboxPath.Escape(parent)}/");
            xml.WriteEndElement();
        }
        var lines = text.Diff.Length > 0 ? $"{text.Content}\n{text.Diff}" : text.Content;
        // Of plain text, a reader may join the lines (RFC 4287, 3.1.1.1).
        AtomXml.Html(xml, "content", $"<pre>{WebUtility.HtmlEncode(lines)}</pre>");
        xml.WriteEndElement();
    }

    /// <summary>A URN of the SHA-256 of a text, in the form of a UUID.</summary>
    private static string Urn(string text) =>
        $"urn:uuid:{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16), bigEndian: true)}";
}
