using System.Globalization;
using System.Text;
using System.Text.Json;
using Hookwork.Catalog.Following;
using Hookwork.Input;
using Hookwork.Mail;
using Hookwork.Mail.Mboxes;
using Hookwork.Patchwork.Resources;
using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Search;

/// <summary>
/// A comment as a mail (RFC 5322). Upstream serves no mbox of comments, only their headers and decoded text.
/// </summary>
internal static class CommentMail
{
    /// <summary>Headers that describe the original encoding, as the text is UTF-8 now, or a copy of the mail.</summary>
    private static readonly string[] Replaced =
    [
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
        .. OriginalMail.OfCopy,
    ];

    /// <summary>Longer values are encoded as text and not as addresses, whose parsing takes long (characters).</summary>
    private const int LongestParsed = 4_000;

    /// <summary>The longest line of a mail in bytes, without its end (RFC 5322, 2.1.1).</summary>
    private const int LongestLine = 998;

    /// <summary>The longest piece of a header, so that its name fits before it.</summary>
    private const int LongestPiece = 900;

    private static readonly FormatOptions Format = new() { NewLineFormat = NewLineFormat.Unix };

    /// <summary>Writes the mail, without an mbox's From line.</summary>
    public static byte[] Write(byte[] json)
    {
        var comment = JsonSerializer.Deserialize(json, PatchworkJson.Default.Comment)!;
        var mail = new StringBuilder();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Headers(comment))
        {
            names.Add(name);
            mail.Append(name).Append(':').Append(Written(name, value));
        }
        if (!names.Contains("From"))
            mail.Append("From:").Append(Written("From", $"{comment.Submitter?.Name} <{comment.Submitter?.Email}>"));
        if (!names.Contains("Date"))
            mail.Append("Date: ")
                .Append(ArchivedMail.DateOf(comment.Date).ToString("r", CultureInfo.InvariantCulture))
                .Append('\n');
        if (!names.Contains("Message-ID") && comment.Msgid is { Length: > 0 } messageId)
            mail.Append("Message-ID:").Append(Written("Message-ID", messageId));
        mail.Append("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ");
        // Not ReplaceLineEndings, for which a form feed, as quoted code has it, ends a line.
        var content = (comment.Content ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var text = Encoding.UTF8.GetBytes(content);
        var encoding = IsShort(text) ? ContentEncoding.EightBit : ContentEncoding.QuotedPrintable;
        mail.Append(encoding == ContentEncoding.EightBit ? "8bit\n\n" : "quoted-printable\n\n");
        using var written = new MemoryStream();
        written.Write(Encoding.UTF8.GetBytes(mail.ToString()));
        new MimePart("text", "plain")
        {
            Content = new MimeContent(new MemoryStream(text)),
            ContentTransferEncoding = encoding,
        }.WriteTo(Format, written, contentOnly: true);
        return written.ToArray();
    }

    private static IEnumerable<(string Name, string Value)> Headers(Comment comment)
    {
        if (comment.Headers.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var header in MailHeaders.Once(comment.Headers.EnumerateObject()))
        {
            if (!IsName(header.Name) || Replaced.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
                continue;
            foreach (var text in header.Value.Items().Where(value => value.ValueKind == JsonValueKind.String))
                yield return (header.Name, text.GetString()!);
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 76 && name.All(letter => letter is > ' ' and < '\x7F' and not ':');

    /// <summary>What follows a header's colon, to the end of its last line.</summary>
    private static string Written(string name, string value)
    {
        var folded = Folded(Charsets.Renamed(value));
        if (!Ascii.IsValid(folded))
            folded = Folded(string.Join('\n', Encoded(name, value.ReplaceLineEndings(" "))));
        return $" {string.Join("\n ", folded.Split('\n').SelectMany(line => Short(line.TrimStart())))}\n";
    }

    /// <summary>A value as encoded words (RFC 2047); a long one piece by piece, whose encoding takes long otherwise.</summary>
    private static IEnumerable<string> Encoded(string name, string value) =>
        value.Length <= LongestParsed && !name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase)
            ? [Encoding.ASCII.GetString(new Header(Encoding.UTF8, name, Charsets.Familiar(value)).RawValue).Trim()]
            : Short(value)
                .Select(piece => Encoding.ASCII.GetString(Rfc2047.EncodeText(Format, Encoding.UTF8, piece)).Trim());

    /// <summary>A line in pieces that fit: broken at blanks, and where there is none, anywhere.</summary>
    private static IEnumerable<string> Short(string line)
    {
        var start = 0;
        while (line.Length - start > LongestPiece)
        {
            var end =
                line.LastIndexOf(' ', start + LongestPiece, LongestPiece) is > 0 and var blank && blank > start
                    ? blank
                    : start + LongestPiece;
            if (char.IsHighSurrogate(line[end - 1]))
                end--;
            yield return line[start..end];
            for (start = end; start < line.Length && line[start] == ' '; )
                start++;
        }
        yield return line[start..];
    }

    /// <summary>A value of several lines, of which none can be taken for a header of its own.</summary>
    private static string Folded(string value)
    {
        var lines = value.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(
            "\n",
            lines
                .Select((line, index) => index == 0 || line[0] is ' ' or '\t' ? line : " " + line)
                .Where(line => !string.IsNullOrWhiteSpace(line))
        );
    }

    private static bool IsShort(ReadOnlySpan<byte> text)
    {
        foreach (var line in text.Split((byte)'\n'))
        {
            if (text[line].Length > LongestLine)
                return false;
        }
        return !text.Contains((byte)0);
    }
}
