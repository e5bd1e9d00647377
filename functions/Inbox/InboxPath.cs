using System.Buffers;
using Hookwork.Input;

namespace Hookwork.Inbox;

/// <summary>The path of a mail below an inbox, as public-inbox writes and reads it.</summary>
/// <param name="Literal">Its Message-ID without brackets, as the server shows it: all but slashes is unescaped.</param>
/// <param name="Part">What is asked of it, such as <c>raw</c>; empty for the mail itself.</param>
internal readonly record struct InboxPath(string Literal, string Part)
{
    private static readonly string[] Parts = ["raw", "t.mbox.gz", "t.mbox", "T/", "t/", "t.atom", "T", "t"];

    /// <summary>What a path may have besides letters and digits (RFC 3986, 3.3).</summary>
    private static readonly SearchValues<char> AsTheyAre = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@"
    );

    /// <summary>The Message-ID without brackets, unescaped.</summary>
    public string MessageId => Literal.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Splits what follows the inbox: a Message-ID, which may have slashes, and a part.</summary>
    public static InboxPath Of(string path)
    {
        foreach (var part in Parts)
        {
            if (path.Length > part.Length + 1 && path.EndsWith("/" + part, StringComparison.Ordinal))
                return new InboxPath(Bare(path[..^(part.Length + 1)]), part);
        }
        return path.EndsWith('/') ? new InboxPath(Bare(path[..^1]), "") : new InboxPath(Bare(path), "/");
    }

    /// <summary>A Message-ID as a part of a path.</summary>
    public static string Escape(string messageId) => UriPath.Escape(messageId, AsTheyAre);

    private static string Bare(string part) => part.Trim('<', '>');
}
