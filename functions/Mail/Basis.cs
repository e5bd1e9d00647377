namespace Hookwork.Mail;

/// <summary>The base of a mail's series, and the change that it is a version of, as the mail states them.</summary>
/// <remarks>
/// <c>base-commit:</c> and <c>prerequisite-patch-id:</c> are git-format-patch's (its section "Base tree information"),
/// <c>change-id:</c>, <c>prerequisite-change-id:</c> and <c>prerequisite-message-id:</c> are b4's, and <c>Based-on:</c>
/// is QEMU's ("Submitting a Patch").
/// </remarks>
public sealed record Basis
{
    private static readonly Basis Nothing = new();

    /// <summary>The commit that the series applies to, in hexadecimal; null if the mail does not say.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>
    /// The id of the change across its versions, such as <c>20240501-tidy-rings-0123456789ab</c>; null if the mail does
    /// not say.
    /// </summary>
    public string? ChangeId { get; init; }

    /// <summary>The patch ids (git-patch-id(1)) of patches that go between the base commit and the series.</summary>
    public IReadOnlyList<string> PrerequisitePatchIds { get; init; } = [];

    /// <summary>The prerequisite changes, each a change id, optionally followed by a colon and a version.</summary>
    public IReadOnlyList<string> PrerequisiteChangeIds { get; init; } = [];

    /// <summary>The Message-IDs, in angle brackets, of the series that this one is based on.</summary>
    public IReadOnlyList<string> BasedOn { get; init; } = [];

    /// <summary>Reads the unquoted lines of a mail. The first of several base commits or change ids is used.</summary>
    public static Basis Of(string? content)
    {
        if (string.IsNullOrEmpty(content))
            return Nothing;

        string? baseCommit = null;
        string? changeId = null;
        List<string> patchIds = [],
            changeIds = [],
            basedOn = [];
        for (var start = 0; start < content.Length; )
        {
            var line = Line.At(content, start);
            start = line.Next;
            if (Value(line.Span, "base-commit:") is { Length: > 0 } commit)
                baseCommit ??= Id(commit);
            else if (Value(line.Span, "change-id:") is { Length: > 0 } change)
                changeId ??= Change(change);
            else if (Value(line.Span, "prerequisite-patch-id:") is { Length: > 0 } patch && Id(patch) is { } patchId)
                patchIds.Add(patchId);
            else if (
                Value(line.Span, "prerequisite-change-id:") is { Length: > 0 } before
                && Change(before) is { } changeBefore
            )
                changeIds.Add(changeBefore);
            else if (Value(line.Span, "prerequisite-message-id:") is { Length: > 0 } message)
                AddMessageIds(basedOn, message);
            else if (Value(line.Span, "Based-on:") is { Length: > 0 } messages)
                AddMessageIds(basedOn, messages);
        }
        return new Basis
        {
            BaseCommit = baseCommit,
            ChangeId = changeId,
            PrerequisitePatchIds = patchIds,
            PrerequisiteChangeIds = changeIds,
            BasedOn = basedOn,
        };
    }

    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> line, string name) =>
        line.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? line[name.Length..].Trim() : default;

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
        return char.IsAsciiDigit(word[0]) && word.Contains('-') ? word.ToString() : null;
    }

    // One or several, with or without angle brackets, optionally followed by the subject.
    private static void AddMessageIds(List<string> ids, ReadOnlySpan<char> value)
    {
        foreach (var range in value.SplitAny(' ', '\t', ','))
        {
            var id = value[range].TrimStart('<');
            if (id.IndexOf('>') is >= 0 and var end)
                id = id[..end];
            if (id.IndexOf('@') is > 0 and var at && at < id.Length - 1 && !id.Contains('"'))
                ids.Add($"<{id}>");
        }
    }
}
