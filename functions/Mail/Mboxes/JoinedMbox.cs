namespace Hookwork.Mail.Mboxes;

/// <summary>The mbox of a series as Patchwork serves it: those of its patches, each after a line feed.</summary>
public static class JoinedMbox
{
    /// <summary>
    /// The mbox of one patch; null unless there is exactly one. A body may quote another mbox, so only the series' own
    /// patches begin a new one.
    /// </summary>
    /// <param name="joined">The mbox of the series.</param>
    /// <param name="patch">The id of the patch.</param>
    /// <param name="patches">The ids of all patches of the series.</param>
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> joined, long patch, IReadOnlyCollection<long> patches)
    {
        List<(int Start, long Id)> starts = [];
        for (int at = 0, next; at >= 0; at = next)
        {
            next = Next(joined.Span, at);
            // A body may have many such lines. No header has one, so none is read over and over.
            var head = joined[at..Math.Min(next < 0 ? joined.Length : next, at + MboxHead.Limit)];
            if (
                head.Span.IndexOf("X-Patchwork-Id:"u8) >= 0
                && MboxHead.PatchworkId(head) is { } id
                && patches.Contains(id)
            )
                starts.Add((at, id));
        }
        if (starts.Count(start => start.Id == patch) != 1)
            return null;
        var own = starts.FindIndex(start => start.Id == patch);
        // The line feed between two mboxes belongs to neither.
        var end = own + 1 < starts.Count ? starts[own + 1].Start - 1 : joined.Length;
        return joined[starts[own].Start..end];
    }

    /// <summary>The index after the next line feed that a line such as Patchwork's begins after; -1 at the end.</summary>
    private static int Next(ReadOnlySpan<byte> joined, int at)
    {
        var next = joined[at..].IndexOf("\nFrom patchwork "u8);
        return next < 0 ? -1 : at + next + 1;
    }
}
