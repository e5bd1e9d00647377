namespace Hookwork.Search.Formats;

/// <summary>Escapes a mail for an mbox (the mboxrd variant).</summary>
internal static class MboxEscape
{
    /// <summary>
    /// Puts <c>&gt;</c> before every later line that looks like the start of a mail, and appends an empty line.
    /// </summary>
    public static byte[] Apply(ReadOnlySpan<byte> mail)
    {
        using var escaped = new MemoryStream(mail.Length + 64);
        for (var isFirst = true; !mail.IsEmpty; isFirst = false)
        {
            var end = mail.IndexOf((byte)'\n') is >= 0 and var feed ? feed + 1 : mail.Length;
            if (!isFirst && mail[..end].TrimStart((byte)'>').StartsWith("From "u8))
                escaped.WriteByte((byte)'>');
            escaped.Write(mail[..end]);
            if (mail[end - 1] != '\n')
                escaped.WriteByte((byte)'\n');
            mail = mail[end..];
        }
        escaped.WriteByte((byte)'\n');
        return escaped.ToArray();
    }
}
