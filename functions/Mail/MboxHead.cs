using System.Globalization;
using MimeKit;

namespace Hookwork.Mail;

/// <summary>What the beginning of an mbox from Patchwork tells of it.</summary>
public static class MboxHead
{
    /// <summary>How much of an mbox is parsed, in bytes; headers that do not fit are not seen.</summary>
    public const int Limit = 64 << 10;

    /// <summary>
    /// The id of the patch or cover letter that Patchwork made the mbox of, from its <c>X-Patchwork-Id</c> header: the
    /// first one, since a mail may bring others along from another server. Null where there is none.
    /// </summary>
    /// <param name="start">The first bytes of the mbox, at most <see cref="Limit"/> of them.</param>
    public static long? PatchworkId(ReadOnlyMemory<byte> start)
    {
        try
        {
            // Only the headers, which follow mbox's own line: the time that a body takes grows with its nesting.
            var mail = start[(start.Span.IndexOf((byte)'\n') + 1)..];
            var headers = new MimeParser(new MemoryStream(mail.ToArray()), MimeFormat.Entity).ParseHeaders();
            return long.TryParse(headers["X-Patchwork-Id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : null;
        }
        // It is archived as it is; that it cannot be read as mail is nothing that fetching it again would change.
        catch (FormatException)
        {
            return null;
        }
    }
}
