namespace Hookwork.Mail;

/// <summary>The base of a mail's series, and the change that it is a version of, as the mail states them.</summary>
/// <remarks>
/// <c>base-commit:</c>, <c>base-tree:</c> and <c>prerequisite-patch-id:</c> are git-format-patch's (its section "Base
/// tree information"), <c>change-id:</c>, <c>prerequisite-change-id:</c> and <c>prerequisite-message-id:</c> are b4's,
/// <c>Based-on:</c> is QEMU's ("Submitting a Patch"), and <c>Depends-on:</c> is Patchwork's and DPDK's.
/// </remarks>
public sealed record Basis
{
    /// <summary>The commit that the series applies to, in hexadecimal; null if the mail does not say.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>
    /// The id of the change across its versions, such as <c>20240501-tidy-rings-0123456789ab</c>; null if the mail does
    /// not say.
    /// </summary>
    public string? ChangeId { get; init; }

    /// <summary>Everything that the series is based on, its base commit included, in the order of the mail.</summary>
    public IReadOnlyList<Prerequisite> BasedOn { get; init; } = [];

    /// <summary>
    /// Reads the unquoted lines of a mail, indented or not. The first of several base commits or change ids is used.
    /// </summary>
    /// <param name="content">The text.</param>
    /// <param name="headers">The headers, each on a line, folded or not; their names may start with <c>X-</c>.</param>
    public static Basis Of(string? content, string? headers = null)
    {
        var found = new List<Prerequisite>();
        var changeId = Read(headers ?? "", found);
        changeId = Read(content ?? "", found) ?? changeId;
        return new Basis
        {
            BaseCommit = found.Find(on => on.Kind == Prerequisite.Commit)?.Value,
            ChangeId = changeId,
            BasedOn = found,
        };
    }

    private static string? Read(string text, List<Prerequisite> found)
    {
        string? changeId = null;
        var isList = false;
        for (var start = 0; start < text.Length; )
        {
            var line = Line.At(text, start);
            start = line.Next;
            var span = line.Span;
            // More names on indented lines.
            if (isList && span is [' ' or '\t', ..] && span.TrimStart(" \t-*") is ['<' or 'h', ..] more)
            {
                PrerequisiteReader.Read(more, found);
                continue;
            }
            isList = false;
            var colon = span.IndexOf(':');
            if (colon < 0)
                continue;
            var value = span[(colon + 1)..].Trim();
            switch (NameOf(span[..colon]))
            {
                case "base-commit":
                    Add(Prerequisite.Commit, Id(value));
                    break;
                case "base-tree":
                    Add(Prerequisite.Tree, Id(value));
                    break;
                case "prerequisite-patch-id":
                    Add(Prerequisite.PatchId, Id(value));
                    break;
                case "prerequisite-change-id":
                    Add(Prerequisite.ChangeId, Change(value));
                    break;
                case "change-id":
                    changeId ??= Change(value);
                    break;
                case "prerequisite-message-id" or "based-on" or "depends-on":
                    PrerequisiteReader.Read(value, found);
                    isList = true;
                    break;
            }
        }
        return changeId;

        void Add(string kind, string? value)
        {
            if (value is not null)
                found.Add(new Prerequisite(kind, value));
        }
    }

    // Some write "Depends on:".
    private static string? NameOf(ReadOnlySpan<char> text)
    {
        const int Longest = 32;
        text = text.Trim(" \t");
        if (text.StartsWith("X-", StringComparison.OrdinalIgnoreCase))
            text = text[2..];
        return text.Length > Longest ? null : text.ToString().Replace(' ', '-').ToLowerInvariant();
    }

    private static string? Id(ReadOnlySpan<char> value)
    {
        var length = 0;
        while (length < value.Length && char.IsAsciiHexDigit(value[length]))
            length++;
        return length is >= 7 and <= 64 && (length == value.Length || value[length] == ' ')
            ? value[..length].ToString()
            : null;
    }

    // Gerrit's Change-Id is "I" and hexadecimal digits; b4's starts with a date.
    private static string? Change(ReadOnlySpan<char> value)
    {
        var word = value.IndexOf(' ') is >= 0 and var space ? value[..space] : value;
        return word is [>= '0' and <= '9', ..] && word.Length <= PrerequisiteReader.Longest && word.Contains('-')
            ? word.ToString()
            : null;
    }
}
