using System.Buffers;
using Hookwork.Input;

namespace Hookwork.Inbox;

/// <summary>The path of a mail below an inbox, as public-inbox writes and reads it.</summary>
/// <param name="MessageId">Without brackets, unescaped.</param>
/// <param name="Part">What is asked of it, such as <c>raw</c>; empty for the mail itself.</param>
internal readonly record struct InboxPath(string MessageId, string Part)
{
    private static readonly string[] Parts = ["raw", "t.mbox.gz", "t.mbox", "T/", "t/", "t.atom", "T", "t"];

    /// <summary>What a path may have besides letters and digits (RFC 3986, 3.3).</summary>
    private static readonly SearchValues<char> AsTheyAre = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@"
    );

    /// <summary>Splits what follows the inbox: a Message-ID, which may have slashes, and a part.</summary>
    public static InboxPath Of(string path)
    {
        foreach (var part in Parts)
        {
            if (path.Length > part.Length + 1 && path.EndsWith("/" + part, StringComparison.Ordinal))
                return new InboxPath(Unescaped(path[..^(part.Length + 1)]), part);
        }
        return path.EndsWith('/') ? new InboxPath(Unescaped(path[..^1]), "") : new InboxPath(Unescaped(path), "/");
    }

    /// <summary>A Message-ID as a part of a path.</summary>
    public static string Escape(string messageId) => UriPath.Escape(messageId, AsTheyAre);

    /// <summary>The server unescapes everything but slashes.</summary>
    private static string Unescaped(string part) =>
        part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim('<', '>');
}
