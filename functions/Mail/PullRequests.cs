using System.Buffers;

namespace Hookwork.Mail;

/// <summary>
/// Finds a pull request in a mail's text, as git-request-pull(1) writes it, today and in older versions.
/// </summary>
public static class PullRequests
{
    private const string Since = "The following changes since commit ";
    private const string UpTo = "for you to fetch changes up to ";

    private static readonly string[] Phrases = ["available in the git repository at", "found in the git repository at"];
    private static readonly SearchValues<char> RefCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+@#-"
    );

    /// <summary>
    /// The pull request; null if there is none, or only a quoted one. The sentence "are available in the Git repository
    /// at" alone is not enough, since cover letters have it too: "The following changes since commit" or "for you to
    /// fetch changes up to" is required.
    /// </summary>
    public static PullRequest? Of(string? content)
    {
        if (string.IsNullOrEmpty(content) || !content.Contains("repository", StringComparison.OrdinalIgnoreCase))
            return null;

        var lines = Line.AllOf(content);
        string? since = null;
        PullRequest? request = null;
        for (var index = 0; index < lines.Count; index++)
        {
            var span = lines[index].Span;
            if (span.StartsWith(Since, StringComparison.OrdinalIgnoreCase))
                since ??= Commit(span[Since.Length..]);
            else if (request is null)
                request = ReadAt(lines, index);
            else if (span.StartsWith(UpTo, StringComparison.OrdinalIgnoreCase))
                return request with { Since = since, UpTo = Commit(span[UpTo.Length..]) };
        }
        return since is null ? null
            : request is null ? null
            : request with { Since = since };
    }

    private static PullRequest? ReadAt(List<Line> lines, int index)
    {
        if (lines[index].IsQuoted || BehindPhrase(lines, ref index) is not { } behind)
            return null;
        behind = behind.TrimStart([':', ' ', '\t']).TrimEnd();
        if (behind.Length == 0)
        {
            do index++;
            while (index < lines.Count && lines[index].IsBlank);
            if (index >= lines.Count || lines[index].IsQuoted)
                return null;
            behind = lines[index].Span.Trim().ToString();
        }
        return Read(behind, index + 1 < lines.Count ? lines[index + 1].Span.Trim() : default);
    }

    // The rest of the line after "available in the git repository at", whose last word may be wrapped to the next line.
    private static string? BehindPhrase(List<Line> lines, ref int index)
    {
        var span = lines[index].Span;
        foreach (var phrase in Phrases)
        {
            var at = span.IndexOf(phrase, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
                return span[(at + phrase.Length)..].ToString();
            if (
                index + 1 < lines.Count
                && span.TrimEnd()
                    .EndsWith(phrase.AsSpan(0, phrase.Length - " at".Length), StringComparison.OrdinalIgnoreCase)
                && lines[index + 1].Span.TrimStart() is ['a' or 'A', 't' or 'T', ':', ..] next
            )
            {
                index++;
                return next["at".Length..].ToString();
            }
        }
        return null;
    }

    // "https://git.example.org/x.git tags/y"; the ref may be on the next line, after a backslash in old versions.
    private static PullRequest? Read(string text, ReadOnlySpan<char> next)
    {
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var url = words[0].TrimEnd('\\');
        if (!IsRepository(url))
            return null;
        if (words.Length > 1 && words[1] is not "\\")
            return new PullRequest(url, words[1].TrimEnd('\\', ',', ';'));
        return new PullRequest(url, IsRef(next) ? next.ToString() : null);
    }

    private static bool IsRepository(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
            return url.Length > scheme + 3;
        var at = url.IndexOf('@');
        return at > 0 && url.IndexOf(':', at) is > 0 and var colon && colon < url.Length - 1;
    }

    private static bool IsRef(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && text.IndexOfAnyExcept(RefCharacters) < 0;

    private static string? Commit(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiHexDigit(text[length]))
            length++;
        return length is >= 7 and <= 64 ? text[..length].ToString() : null;
    }
}
