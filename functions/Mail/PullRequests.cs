using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Hookwork.Mail;

/// <summary>
/// Finds a pull request in a mail's text, as git-request-pull(1) writes it, today and in older versions. A mail program
/// may have wrapped any of its lines.
/// </summary>
public static partial class PullRequests
{
    // Of the repository and the ref, in characters.
    private const int Longest = 2000;

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

        var text = WithoutQuotes(content);
        foreach (var at in Introduction().EnumerateMatches(text))
        {
            var behind = at.Index + at.Length;
            if (Read(text.Substring(behind, Math.Min(Longest, text.Length - behind))) is not { } request)
                continue;
            request = request with { Since = Commit(Since().Match(text)), UpTo = Commit(UpTo().Match(text, at.Index)) };
            return request is { Since: null, UpTo: null } ? null : request;
        }
        return null;
    }

    // A quoted line keeps its mark, so that no sentence goes on across it.
    private static string WithoutQuotes(string content)
    {
        var text = new StringBuilder(content.Length);
        foreach (var line in Line.AllOf(content))
            text.Append(line.IsQuoted ? ">" : line.Span).Append('\n');
        return text.ToString();
    }

    // "https://git.example.org/x.git tags/y". The ref may be on the next line, in old versions after a backslash; so may
    // the second half of a long URL.
    private static PullRequest? Read(string text)
    {
        var lines = Line.AllOf(text);
        var words = Words(lines, 0);
        if (words.Length == 0)
            return null;
        var url = words[0].TrimEnd('\\');
        var more = Words(lines, 1);
        if (words.Length == 1 && IsFirstHalf(url, more))
        {
            url += more[0];
            words = more;
            more = Words(lines, 2);
        }
        if (!IsRepository(url))
            return null;
        if (words.Length > 1 && words[1] is not "\\")
            return new PullRequest(url, words[1] is ['-', ..] ? null : words[1].TrimEnd('\\', ',', ';'));
        return new PullRequest(url, more is [var reference] && IsRef(reference) ? reference : null);
    }

    private static string[] Words(List<Line> lines, int index) =>
        index < lines.Count
            ? lines[index].Span.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            : [];

    // The second half ends with ".git", or has the ref behind it.
    private static bool IsFirstHalf(string url, string[] next) =>
        IsRepository(url)
        && !url.EndsWith(".git", StringComparison.Ordinal)
        && next is [var rest, ..]
        && rest.AsSpan().IndexOfAnyExcept(RefCharacters) < 0
        && (
            rest.EndsWith(".git", StringComparison.Ordinal)
            || (next.Length == 2 && (url[^1] is '/' or '-' || rest[0] == '/'))
        );

    // With a hyphen in front, a program that passes it to git would give an option, such as --upload-pack.
    private static bool IsRepository(string url)
    {
        if (url is ['-', ..])
            return false;
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
            return url.Length > scheme + 3;
        var at = url.IndexOf('@');
        return at > 0 && url.IndexOf(':', at) is > 0 and var colon && colon < url.Length - 1;
    }

    private static bool IsRef(string text) =>
        char.IsAsciiLetterOrDigit(text[0]) && text.AsSpan().IndexOfAnyExcept(RefCharacters) < 0;

    private static string? Commit(Match match) => match.Success ? match.Groups["commit"].Value : null;

    [GeneratedRegex(
        @"\bthe\s+following\s+changes\s+since\s+commit\s+(?<commit>[0-9a-f]{7,64})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Since();

    [GeneratedRegex(
        @"\b(?:available|found)\s+in\s+the\s+git\s+repository\s+at\b\s*:?\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Introduction();

    [GeneratedRegex(
        @"\bfor\s+you\s+to\s+fetch\s+changes\s+up\s+to\s+(?<commit>[0-9a-f]{7,64})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex UpTo();
}
