namespace Hookwork.Bench.Search.Archive;

/// <summary>A mail's text, split as Patchwork splits it.</summary>
/// <param name="Content">The text outside the diff, without the signature.</param>
/// <param name="Diff">The diff; empty if there is none.</param>
internal readonly record struct PatchText(string Content, string Diff)
{
    private static readonly string[] Starts = ["diff --git ", "Index: ", "--- a/", "--- /dev/null"];

    public static PatchText Split(string text)
    {
        var end = ("\n" + text).IndexOf("\n-- \n", StringComparison.Ordinal);
        var signed = end < 0 ? text : text[..end];
        var start = Starts
            .Select(prefix => ("\n" + signed).IndexOf("\n" + prefix, StringComparison.Ordinal))
            .Where(index => index >= 0)
            .DefaultIfEmpty(-1)
            .Min();
        if (start < 0 || !signed.AsSpan(start).Contains("@@ -", StringComparison.Ordinal))
            return new PatchText(signed.Trim(), "");

        // A line of a diff is never empty, so text after an empty line without a further hunk is not part of the diff.
        var tail = signed.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (tail < start || signed.AsSpan(tail).ContainsAny(DiffMarks))
            return new PatchText(signed[..start].Trim(), signed[start..]);
        return new PatchText((signed[..start] + signed[tail..]).Trim(), signed[start..(tail + 1)]);
    }

    private static readonly System.Buffers.SearchValues<string> DiffMarks = System.Buffers.SearchValues.Create(
        ["\n@@ -", "\ndiff --git ", "\n+", "\n-"],
        StringComparison.Ordinal
    );
}
