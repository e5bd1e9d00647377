using Hookwork.Mail;
using Hookwork.Mail.Reviews;
using Hookwork.Site.Reviews;

namespace Hookwork.Site.Mails;

/// <summary>Lines of a message that are of one kind, and the remarks on the last of them.</summary>
/// <param name="Text">The lines; empty for trailers.</param>
/// <param name="Trailers">The trailers; none for text.</param>
/// <param name="IsNote">Whether it comes after the three dashes, which <c>git am</c> leaves out.</param>
/// <param name="Remarks">The remarks.</param>
public sealed record MessageBlock(
    string Text,
    IReadOnlyList<Trailer> Trailers,
    bool IsNote,
    IReadOnlyList<ShownRemark> Remarks
)
{
    /// <summary>
    /// The most blocks; the rest of the message is one more. A block takes far more memory on a page than its text, and
    /// a mail may have tens of thousands.
    /// </summary>
    internal const int Most = 2_000;

    /// <summary>The blocks of a message, in its order.</summary>
    internal static IReadOnlyList<MessageBlock> Of(string message, ReviewModel reviews)
    {
        var lines = Line.AllOf(message);
        var dashes = lines.FindIndex(line => line.Span.TrimEnd() is "---");
        var ends = Hookwork
            .Mail.Trailers.Find(message, isReply: false)
            .ToDictionary(found => found.Last, found => (found.Trailer, found.First));
        var trailerAt = ends.SelectMany(end => Enumerable.Range(end.Value.First, end.Key - end.Value.First + 1))
            .ToHashSet();
        List<MessageBlock> blocks = [];
        for (int first = 0, last; first < lines.Count; first = last + 1)
        {
            var isRest = blocks.Count == Most;
            last = isRest ? lines.Count - 1 : first;
            while (
                reviews.At(Place.Message(last)).Count == 0
                && last + 1 < lines.Count
                && trailerAt.Contains(last + 1) == trailerAt.Contains(first)
                && last + 1 != dashes
            )
                last++;
            var range = Enumerable.Range(first, last - first + 1);
            List<ShownRemark> remarks = [.. range.SelectMany(line => reviews.At(Place.Message(line)))];
            var areTrailers = trailerAt.Contains(first) && !isRest;
            List<Trailer> trailers = areTrailers
                ? [.. range.Where(ends.ContainsKey).Select(line => ends[line].Trailer)]
                : [];
            var text = areTrailers
                ? ""
                : string.Join('\n', range.Select(line => lines[line].Span.ToString())).Trim('\n');
            if (!string.IsNullOrWhiteSpace(text) || trailers.Count > 0 || remarks.Count > 0)
                blocks.Add(
                    new MessageBlock(
                        string.IsNullOrWhiteSpace(text) ? "" : text,
                        trailers,
                        dashes >= 0 && first >= dashes,
                        remarks
                    )
                );
        }
        return blocks;
    }
}
