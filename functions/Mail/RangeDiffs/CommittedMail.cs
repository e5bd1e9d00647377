using System.Text.RegularExpressions;
using Hookwork.Mail.Diffs;

namespace Hookwork.Mail.RangeDiffs;

/// <summary>Reads a mail as <c>git am</c> would commit it.</summary>
public static partial class CommittedMail
{
    /// <summary>The patch of a mail.</summary>
    /// <param name="name">Its name or subject.</param>
    /// <param name="submitter">Who sent it: <c>Name &lt;address&gt;</c>. A <c>From:</c> in the first line of the text
    /// names another author.</param>
    /// <param name="content">Its text, as Patchwork's <c>content</c> has it.</param>
    /// <param name="diff">Its diff.</param>
    public static RangePatch Of(string name, string submitter, string content, string diff)
    {
        var text = Diff.TextOf(content, diff).Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\n');
        var from = From().Match(text);
        var hasAuthor = from.Success && from.Groups["author"].ValueSpan.Contains('@');
        if (hasAuthor)
            text = text[from.Length..];
        if (Dashes().Match(text) is { Success: true } dashes)
            text = text[..dashes.Index];
        // Carriage returns: a mail in base64 may have them in all lines, but Patchwork's mbox has none. A file with
        // them has them in its own lines only.
        if (diff.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && diff[end - 1] == '\r')
            diff = diff.Replace("\r\n", "\n", StringComparison.Ordinal);
        return new RangePatch(
            hasAuthor ? from.Groups["author"].Value.Trim() : submitter,
            SubjectLine.Parse(name).Title,
            text.Trim(),
            diff
        );
    }

    // Other headers may follow it, up to a blank line.
    [GeneratedRegex(@"\AFrom: (?<author>[^\n]*)\n(?:[A-Za-z-]+: [^\n]*\n)*(?:\n|\z)", RegexOptions.ExplicitCapture)]
    private static partial Regex From();

    [GeneratedRegex(@"^---[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex Dashes();
}
