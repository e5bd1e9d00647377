using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Searching;
using Microsoft.AspNetCore.Http;
using XmlText = Hookwork.Search.Formats.XmlText;

namespace Hookwork.Inbox;

/// <summary>Mails as an Atom feed (RFC 4287), with the threads of RFC 4685.</summary>
public sealed class InboxAtom(Catalogs catalogs)
{
    private const string Atom = "http://www.w3.org/2005/Atom";
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
    ) =>
        Results.Stream(
            body => WriteAsync(body, mails, title, id, self, inbox, cancellationToken),
            "application/atom+xml; charset=utf-8"
        );

    private async Task WriteAsync(
        Stream body,
        IReadOnlyList<InboxMail> mails,
        string title,
        string id,
        string self,
        string inbox,
        CancellationToken cancellationToken
    )
    {
        // A writer of XML also writes when it is not asked to, which a response refuses: hence the buffer.
        using var written = new MemoryStream();
        using var xml = XmlWriter.Create(
            written,
            new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }
        );
        xml.WriteStartElement("feed", Atom);
        xml.WriteAttributeString("xmlns", "thr", null, Threading);
        Element(xml, "title", title);
        Link(xml, "alternate", inbox);
        Link(xml, "self", self);
        Element(xml, "id", Urn(id));
        Element(
            xml,
            "updated",
            Date(mails.Select(mail => mail.Row.Date).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max())
        );
        var byHash = mails
            .Where(mail => mail.Row.MessageId.Length > 0)
            .ToLookup(mail => CatalogSchema.IdHash(mail.Row.MessageId), mail => mail.Row.MessageId);
        foreach (var chunk in mails.Chunk(ChunkSize))
        {
            var texts = await TextsAsync(chunk, cancellationToken);
            foreach (var mail in chunk)
            {
                var parent = mail.Row.Parent is { } hash ? byHash[hash].FirstOrDefault() : null;
                if (texts.TryGetValue((mail.Project.Id, mail.Row.Row), out var text))
                    WriteEntry(xml, mail.Row, parent, text, inbox);
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

    private static void WriteEntry(XmlWriter xml, MailRow mail, string? parent, StoredText text, string inbox)
    {
        xml.WriteStartElement("entry", Atom);
        xml.WriteStartElement("author", Atom);
        Element(xml, "name", mail.Name is { Length: > 0 } name ? name : mail.Email ?? "unknown");
        if (mail.Email is { } email && email.IndexOf('@') is > 0 and var at && at < email.Length - 1)
            Element(xml, "email", email);
        xml.WriteEndElement();
        Element(xml, "title", mail.Subject.Length > 0 ? mail.Subject : "(no subject)");
        Element(xml, "updated", Date(mail.Date));
        Link(xml, "alternate", $"{inbox}{InboxPath.Escape(mail.MessageId)}/");
        Element(xml, "id", Urn(mail.MessageId));
        if (parent is not null)
        {
            xml.WriteStartElement("in-reply-to", Threading);
            xml.WriteAttributeString("ref", Urn(parent));
            xml.WriteAttributeString("href", $"{inbox}{InboxPath.Escape(parent)}/");
            xml.WriteEndElement();
        }
        xml.WriteStartElement("content", Atom);
        xml.WriteAttributeString("type", "text");
        xml.WriteString(XmlText.Valid(text.Diff.Length > 0 ? $"{text.Content}\n{text.Diff}" : text.Content));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private async Task<IReadOnlyDictionary<(long, long), StoredText>> TextsAsync(
        IReadOnlyList<InboxMail> mails,
        CancellationToken cancellationToken
    )
    {
        Dictionary<(long, long), StoredText> texts = [];
        foreach (var group in mails.GroupBy(mail => mail.Project.Id))
        {
            using var lease = await catalogs.UseAsync(group.Key, cancellationToken);
            foreach (
                var (row, text) in lease.File.Read(connection =>
                    MailRows.Texts(connection, group.Select(mail => mail.Row.Row))
                )
            )
                texts[(group.Key, row)] = text;
        }
        return texts;
    }

    /// <summary>A URN of the SHA-256 of a text, in the form of a UUID.</summary>
    private static string Urn(string text)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"urn:uuid:{hash[..8]}-{hash[8..12]}-{hash[12..16]}-{hash[16..20]}-{hash[20..32]}";
    }

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", XmlText.Valid(address));
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, string text) =>
        xml.WriteElementString(name, Atom, XmlText.Valid(text));

    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
