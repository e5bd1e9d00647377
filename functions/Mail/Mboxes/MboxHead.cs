using System.Globalization;
using MimeKit;

namespace Hookwork.Mail.Mboxes;

/// <summary>Reads the head of an mbox from Patchwork.</summary>
public static class MboxHead
{
    /// <summary>How much of an mbox is parsed, in bytes; headers that do not fit are not seen.</summary>
    public const int Limit = 64 << 10;

    /// <summary>
    /// The id of the mbox's patch or cover letter, from the first <c>X-Patchwork-Id</c> header, since a mail may have
    /// others from another server. Null if there is none.
    /// </summary>
    /// <param name="start">The first bytes of the mbox, at most <see cref="Limit"/> of them.</param>
    public static long? PatchworkId(ReadOnlyMemory<byte> start)
    {
        try
        {
            // Only the headers, which follow mbox's From line: the time to parse a body grows with its nesting.
            var mail = start[(start.Span.IndexOf((byte)'\n') + 1)..];
            var headers = new MimeParser(new MemoryStream(mail.ToArray()), MimeFormat.Entity).ParseHeaders();
            return long.TryParse(headers["X-Patchwork-Id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : null;
        }
        // It is archived as it is: fetching it again would not make it a valid mail.
        catch (FormatException)
        {
            return null;
        }
    }
}
