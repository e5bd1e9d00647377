using System.Text;
using MimeKit;

namespace Hookwork.Bench.Search.Archive;

/// <summary>Reads the mails of an mbox of any size, one after the other.</summary>
internal static class MboxReader
{
    static MboxReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static readonly FormatOptions Unix = new() { NewLineFormat = NewLineFormat.Unix };

    /// <summary>
    /// Reads the mails. Reports and skips what is none: git does not quote a line that begins with From, so a mail
    /// seems to end there.
    /// </summary>
    /// <param name="mbox">A stream that can seek.</param>
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
                if (!Skip(mbox, start))
                    yield break;
                parser.SetStream(mbox, MimeFormat.Mbox);
                continue;
            }
            using (message)
                yield return Read(message, parser.Position - start) with
                {
                    Bytes = withBytes ? Bytes(message) : default,
                };
        }
    }

    /// <summary>Moves to the next line after a position that begins with From; false if there is none.</summary>
    private static bool Skip(Stream mbox, long start)
    {
        var next = "\nFrom "u8;
        var found = 0;
        mbox.Position = start;
        for (int read; found < next.Length && (read = mbox.ReadByte()) >= 0; )
            found =
                read == next[found] ? found + 1
                : read == next[0] ? 1
                : 0;
        if (found < next.Length)
            return false;
        mbox.Position -= next.Length - 1;
        return true;
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
