using System.Text;
using System.Text.RegularExpressions;

namespace Hookwork.Mail.Mboxes;

/// <summary>The mail that Patchwork made an mbox of, without what Patchwork added.</summary>
/// <remarks>
/// Patchwork puts headers of its own first, and below the message the tags of the comments; where a list had replaced the
/// sender, it puts the submitter into From. (Patchwork's <c>views/utils.py</c>.) The mail's first MIME headers are
/// Patchwork's, and stay: they describe the body as it is in the mbox.
/// </remarks>
public static partial class OriginalMail
{
    private const string OriginalFrom = "X-Patchwork-Original-From";

    private static readonly string[] Added =
    [
        "X-Patchwork-Submitter",
        "X-Patchwork-Id",
        "X-Patchwork-Delegate",
        OriginalFrom,
    ];

    /// <summary>
    /// What describes a copy in somebody's mailbox, and not this mail: its length, and whether it was read. public-inbox
    /// leaves out the same.
    /// </summary>
    internal static readonly string[] OfCopy = ["Content-Length", "Lines", "Bytes", "Status"];

    /// <summary>What describes the body. Patchwork leaves out the mail's own in one spelling only.</summary>
    private static readonly string[] OfBody = ["MIME-Version", "Content-Type", "Content-Transfer-Encoding"];

    /// <summary>The mail without mbox's From line.</summary>
    /// <param name="mbox">The archived mbox of one mail.</param>
    /// <param name="content">The message as Patchwork's API gives it.</param>
    /// <param name="diff">The diff as Patchwork's API gives it; empty for a cover letter.</param>
    public static byte[] Of(ReadOnlySpan<byte> mbox, string content, string diff)
    {
        var start = mbox.StartsWith("From "u8) ? mbox.IndexOf((byte)'\n') + 1 : 0;
        var end = mbox.IndexOf("\n\n"u8);
        if (end < start)
            return mbox[start..].ToArray();
        using var mail = new MemoryStream(mbox.Length);
        mail.Write(Head(mbox[start..(end + 1)]));
        mail.WriteByte((byte)'\n');
        mail.Write(Body(mbox[(end + 2)..], content, diff));
        return mail.ToArray();
    }

    /// <summary>The headers without Patchwork's. Each ends with a line feed.</summary>
    private static byte[] Head(ReadOnlySpan<byte> head)
    {
        var fields = Fields(Encoding.Latin1.GetString(head));
        // A mail may have such headers from another server: only the first of each is this one's.
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        string? sender = null;
        List<string> kept = [];
        foreach (var (name, field) in fields)
        {
            if (OfCopy.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            if (OfBody.Contains(name, StringComparer.OrdinalIgnoreCase) && !seen.Add(name))
                continue;
            if (!Added.Contains(name, StringComparer.Ordinal) || !seen.Add(name))
                kept.Add(field);
            else if (name == OriginalFrom)
                sender = "From" + field[OriginalFrom.Length..];
        }
        if (sender is not null)
        {
            var at = kept.FindIndex(field => field.StartsWith("From:", StringComparison.OrdinalIgnoreCase));
            if (at >= 0)
                kept[at] = sender;
        }
        return Encoding.Latin1.GetBytes(Charsets.Renamed(string.Concat(kept)));
    }

    /// <summary>The headers with the lines that continue them.</summary>
    private static List<(string Name, string Field)> Fields(string head)
    {
        List<(string Name, string Field)> fields = [];
        for (var at = 0; at < head.Length; )
        {
            var end = at;
            do end = head.IndexOf('\n', end) is >= 0 and var feed ? feed + 1 : head.Length;
            while (end < head.Length && head[end] is ' ' or '\t');
            var field = head[at..end];
            fields.Add((field.IndexOf(':') is > 0 and var colon ? field[..colon] : "", field));
            at = end;
        }
        return fields;
    }

    /// <summary>The body without the tags that Patchwork collected, if it is made as Patchwork makes it.</summary>
    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> body, string content, string diff)
    {
        // The mail changed meanwhile.
        if (content.Length + diff.Length == 0)
            return body;
        // Patchwork puts no line before the diff of a mail that is only a diff.
        var message = content.Length > 0 ? content.Trim() + "\n" : "";
        var after = "";
        if (Postscript().Match(message) is { Success: true } mark)
        {
            after = message[(mark.Index + mark.Length)..].TrimEnd();
            // Patchwork leaves out a line with nothing below it.
            if (after.Length > 0)
                after = $"---{after}\n";
            message = message[..mark.Index].Trim() + "\n";
        }
        if (diff.Length > 0)
            after += "\n" + diff;
        // A mail in base64 often has carriage returns, which Python changes only when it writes the mbox.
        var (first, last) = (Encoding.UTF8.GetBytes(Lines(message)), Encoding.UTF8.GetBytes(Lines(after)));
        return
            body.Length > first.Length + last.Length
            && body.StartsWith(first)
            && body.TrimEnd((byte)'\n').EndsWith(last.AsSpan().TrimEnd((byte)'\n'))
            ? (byte[])[.. first, .. last]
            : body;
    }

    private static string Lines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    [GeneratedRegex("^-{2,3} ?$", RegexOptions.Multiline)]
    private static partial Regex Postscript();
}
