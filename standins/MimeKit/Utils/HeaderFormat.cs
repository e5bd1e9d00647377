using System.Text;

namespace MimeKit.Utils;

/// <summary>Encodes and folds header values the way their fields need.</summary>
internal static class HeaderFormat
{
    private static readonly HashSet<string> ReceivedTokens =
        new(["from", "by", "via", "with", "id", "for"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The value as it goes after the colon, line end included.</summary>
    public static byte[] Format(Header header, FormatOptions options, Encoding encoding, string value)
    {
        switch (header.Id)
        {
            case HeaderId.DispositionNotificationTo:
            case HeaderId.ResentReplyTo:
            case HeaderId.ResentSender:
            case HeaderId.ResentFrom:
            case HeaderId.ResentBcc:
            case HeaderId.ResentCc:
            case HeaderId.ResentTo:
            case HeaderId.ReplyTo:
            case HeaderId.Sender:
            case HeaderId.From:
            case HeaderId.Bcc:
            case HeaderId.Cc:
            case HeaderId.To:
                return FormatAddresses(header, options, encoding, value);
            case HeaderId.Received:
                return FormatReceived(header, options, value);
            case HeaderId.ResentMessageId:
            case HeaderId.InReplyTo:
            case HeaderId.MessageId:
            case HeaderId.ContentId:
                return Encoding.UTF8.GetBytes(" " + value + options.NewLine);
            case HeaderId.References:
                return FormatReferences(header, options, value);
            case HeaderId.ContentDisposition when ContentDisposition.TryParse(header.Options, Encoding.UTF8.GetBytes(value),
                out var disposition):
                return Encoding.UTF8.GetBytes(disposition.Encode(options, encoding));
            case HeaderId.ContentType when ContentType.TryParse(header.Options, Encoding.UTF8.GetBytes(value), out var contentType):
                return Encoding.UTF8.GetBytes(contentType.Encode(options, encoding));
            case HeaderId.ArcAuthenticationResults:
            case HeaderId.AuthenticationResults:
            case HeaderId.ArcMessageSignature:
            case HeaderId.ArcSeal:
            case HeaderId.DkimSignature:
                return FormatTags(header, options, value);
            default:
                return FormatUnstructured(header, options, encoding, value);
        }
    }

    private static byte[] FormatUnstructured(Header header, FormatOptions options, Encoding encoding, string value)
    {
        if (options.International)
            return Encoding.UTF8.GetBytes(Folding.International(options, header.Field, value));

        return Folding.Unstructured(options, header.Field, Rfc2047.EncodeText(options, encoding, value));
    }

    private static byte[] FormatAddresses(Header header, FormatOptions options, Encoding encoding, string value)
    {
        if (!InternetAddressList.TryParse(header.Options, value, out var addresses))
            return FormatUnstructured(header, options, encoding, value);

        foreach (var address in addresses)
            address.Encoding = encoding;

        return FormatAddresses(options, header.Field, addresses);
    }

    public static byte[] FormatAddresses(FormatOptions options, string field, InternetAddressList addresses)
    {
        var text = new StringBuilder(" ");
        var lineLength = field.Length + 2;
        addresses.Encode(options, text, true, ref lineLength);
        return Encoding.UTF8.GetBytes(text.Append(options.NewLine).ToString());
    }

    public static byte[] FormatMailbox(FormatOptions options, string field, MailboxAddress mailbox)
    {
        var text = new StringBuilder(" ");
        var lineLength = field.Length + 2;
        mailbox.Encode(options, text, true, ref lineLength);
        return Encoding.UTF8.GetBytes(text.Append(options.NewLine).ToString());
    }

    private static byte[] FormatReferences(Header header, FormatOptions options, string value) =>
        FormatReferences(header.Field, options, MessageIds.ParseAll(Encoding.UTF8.GetBytes(value)));

    public static byte[] FormatReferences(string field, FormatOptions options, IEnumerable<string> ids)
    {
        var text = new StringBuilder();
        var lineLength = field.Length + 1;
        foreach (var id in ids)
        {
            if (text.Length > 0 && lineLength + id.Length + 3 > options.MaxLineLength)
            {
                text.Append(options.NewLine).Append('\t');
                lineLength = 1;
            }
            else
            {
                text.Append(' ');
                lineLength++;
            }

            text.Append('<').Append(id).Append('>');
            lineLength += id.Length + 2;
        }

        return Encoding.UTF8.GetBytes(text.Append(options.NewLine).ToString());
    }

    /// <summary>A trace header (RFC 5321, section 4.4), with line breaks before its clauses.</summary>
    private static byte[] FormatReceived(Header header, FormatOptions options, string value)
    {
        var text = new StringBuilder();
        var lineLength = header.Field.Length + 1;
        foreach (var clause in SplitClauses(value))
        {
            if (text.Length > 0 && lineLength + 1 + clause.Length > options.MaxLineLength)
            {
                text.Append(options.NewLine).Append('\t');
                lineLength = 0;
            }
            else
            {
                text.Append(' ');
            }

            text.Append(clause);
            lineLength += clause.Length + 1;
        }

        return Encoding.UTF8.GetBytes(text.Append(options.NewLine).ToString());
    }

    /// <summary>Each keyword with the words up to the next one, and the date.</summary>
    private static List<string> SplitClauses(string value)
    {
        var clauses = new List<string>();
        var clause = new StringBuilder();
        foreach (var word in value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (clause.Length > 0 && (ReceivedTokens.Contains(word) || clause[^1] == ';'))
            {
                clauses.Add(clause.ToString());
                clause.Clear();
            }

            clause.Append(clause.Length > 0 ? " " : "").Append(word);
        }

        clauses.Add(clause.ToString());
        return clauses;
    }

    /// <summary>Tags between semicolons (RFC 6376, section 3.2), long ones cut into pieces.</summary>
    private static byte[] FormatTags(Header header, FormatOptions options, string value)
    {
        var line = new FoldedText(options, header.Field.Length + 2);
        var isFirst = true;
        foreach (var word in value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isFirst)
                line.AppendWhiteSpace(" ");

            line.AppendWord(word, canBreak: true);
            isFirst = false;
        }

        return Encoding.UTF8.GetBytes(line.Finish());
    }
}
