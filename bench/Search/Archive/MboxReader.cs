using System.Text;
using MimeKit;

namespace Hookwork.Bench.Search.Archive;

/// <summary>Reads the mails of an mbox of any size, one after the other.</summary>
internal static class MboxReader
{
    static MboxReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static readonly FormatOptions Unix = new() { NewLineFormat = NewLineFormat.Unix };

    /// <summary>Reads the mails. Stops at the first bytes that are not a mail, and reports them.</summary>
    /// <param name="withBytes">Whether to keep the bytes of each.</param>
    public static IEnumerable<ReceivedMail> Read(Stream mbox, bool withBytes = false)
    {
        var parser = new MimeParser(mbox, MimeFormat.Mbox);
        for (var start = 0L; !parser.IsEndOfStream; start = parser.Position)
        {
            MimeMessage message;
            try
            {
                message = parser.ParseMessage();
            }
            catch (FormatException exception)
            {
                Progress.Tell($"no mail at byte {start}: {exception.Message}");
                yield break;
            }
            using (message)
                yield return Read(message, parser.Position - start) with
                {
                    Bytes = withBytes ? Bytes(message) : default,
                };
        }
    }

    private static byte[] Bytes(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        message.WriteTo(Unix, bytes);
        return bytes.ToArray();
    }

    private static ReceivedMail Read(MimeMessage message, long size)
    {
        var author = message.From.Mailboxes.FirstOrDefault();
        var headers = message.Headers.Concat(message.Body?.Headers ?? Enumerable.Empty<Header>());
        return new ReceivedMail
        {
            MessageId = message.MessageId ?? "",
            Parents =
            [
                .. new[] { message.InReplyTo }
                    .Concat(message.References.Reverse())
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal),
            ],
            Date = message.Date,
            Subject = message.Subject ?? "",
            Name = author?.Name ?? "",
            Address = author?.Address ?? "",
            // PostgreSQL, and so Patchwork, does not accept NUL.
            Headers =
            [
                .. headers.Select(header =>
                    (
                        header.Field,
                        Encoding
                            .UTF8.GetString(header.RawValue)
                            .Trim()
                            .ReplaceLineEndings("\n")
                            .Replace("\0", "", StringComparison.Ordinal)
                    )
                ),
            ],
            Text = string.Join(
                    '\n',
                    message.BodyParts.OfType<TextPart>().Where(part => !part.IsHtml).Select(part => part.Text)
                )
                .ReplaceLineEndings("\n")
                .Replace("\0", "", StringComparison.Ordinal),
            Size = size,
        };
    }
}
