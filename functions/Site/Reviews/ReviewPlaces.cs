using Hookwork.Mail;
using Hookwork.Mail.Reviews;
using Hookwork.Site.Texts;

namespace Hookwork.Site.Reviews;

/// <summary>Puts the comments on a mail at the lines that they quote.</summary>
/// <remarks>
/// A remark without a place of its own that answers a comment at one place goes there too. Comments are read by date, so
/// one can only answer an earlier one.
/// </remarks>
internal sealed class ReviewPlaces
{
    /// <summary>
    /// The most remarks of a page that are at lines. A comment that would exceed it is shown as a whole. A remark takes
    /// far more memory on a page than its text, and a comment may have tens of thousands.
    /// </summary>
    public const int MostRemarks = 2_000;

    // The most comments that are searched for what a comment quotes, among those that it answers.
    private const int MostEarlier = 4;

    // The most characters of comments that are searched in all. Each answer to a long comment searches it again.
    private int _left = 2_000_000;
    private int _leftRemarks = MostRemarks;

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byMessageId = new(StringComparer.Ordinal);

    /// <summary>Places the comments.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="comments">The comments on it.</param>
    /// <param name="isShown">Whether the page shows a place.</param>
    public static ReviewModel Of(ReviewedMail mail, IEnumerable<MailComment> comments, Func<Place, bool> isShown)
    {
        var places = new ReviewPlaces();
        foreach (var comment in comments.OrderBy(comment => comment.Date).ThenBy(comment => comment.Id))
            places.Add(mail, comment, isShown);
        return places.Model();
    }

    private void Add(ReviewedMail mail, MailComment comment, Func<Place, bool> isShown)
    {
        var parent = comment
            .References.Reverse()
            .Select(reference => _byMessageId.GetValueOrDefault(reference))
            .FirstOrDefault(known => known is not null);
        List<Review> earlier = [];
        for (
            var entry = parent;
            entry is not null && earlier.Count < MostEarlier && entry.Length <= _left;
            entry = entry.Parent
        )
        {
            earlier.Add(entry.Review);
            _left -= entry.Length;
        }
        var review = mail.Read(comment.Text, earlier);
        var inherited = parent?.OnlyPlace ?? Place.Mail;
        List<Remark> remarks =
        [
            .. review.Remarks.Select(remark =>
                remark with
                {
                    Place =
                        remark.Place.Kind == PlaceKind.Mail ? inherited
                        : isShown(remark.Place) ? remark.Place
                        : Place.Mail,
                }
            ),
        ];
        var placed = remarks.Select(remark => remark.Place).Distinct().Count(place => place != Place.Mail);
        if (placed > _leftRemarks)
            remarks = remarks.ConvertAll(remark => remark with { Place = Place.Mail });
        else
            _leftRemarks -= placed;
        var added = new Entry(comment, parent, review with { Remarks = remarks });
        _entries.Add(added);
        _byMessageId.TryAdd(comment.MessageId, added);
    }

    private ReviewModel Model()
    {
        var threads = _entries
            .SelectMany(RemarksOf, (entry, said) => (Entry: entry, said.Place, said.Remark))
            .GroupBy(said => said.Place, said => (said.Entry, said.Remark))
            .ToDictionary(place => place.Key, place => Threaded([.. place]));
        threads.Remove(Place.Mail, out var others);
        return new ReviewModel(
            threads,
            others ?? [],
            [
                .. _entries.SelectMany(entry =>
                    entry
                        // Above a tag, a "nit: …" looks like a trailer.
                        .Review.Trailers.Where(trailer => TrailerNames.IsTrailer(trailer.Name, trailer.Value))
                        .Select(trailer => (trailer, entry.Comment.Id.ToString()))
                ),
            ]
        );
    }

    /// <summary>What a comment says at each of its places. The first one has the comment's anchor.</summary>
    private static List<(Place Place, ShownRemark Remark)> RemarksOf(Entry entry)
    {
        var places = entry
            .Review.Remarks.GroupBy(remark => remark.Place)
            .OrderBy(place => place.Key == Place.Mail ? 1 : 0)
            .Select(place => (place.Key, Text: string.Join("\n\n", place.Select(remark => remark.Text))))
            .ToList();
        var isWhole = places.TrueForAll(place => place.Key == Place.Mail);
        // A comment that only has trailers needs no text.
        if (isWhole)
            places = [(Place.Mail, "")];
        List<Trailer> tags = [.. entry.Review.Trailers.Where(ReviewTag.IsIn)];
        return
        [
            .. places.Select(
                (place, index) =>
                    (
                        place.Key,
                        new ShownRemark
                        {
                            Comment = entry.Comment,
                            Anchor = index == 0 ? $"{entry.Comment.Id}" : $"{entry.Comment.Id}-{index + 1}",
                            Pieces =
                                !isWhole ? [new TextPiece(PieceKind.Own, place.Text, place.Text.Count('\n') + 1)]
                                : entry.Review is { Remarks.Count: 0, Trailers.Count: > 0 } ? []
                                : TextPieces.Of(entry.Comment.Text),
                            Trailers =
                                index == places.Count - 1 && !(isWhole && entry.Review.Remarks.Count > 0) ? tags : [],
                        }
                    )
            ),
        ];
    }

    /// <summary>Puts each remark behind the one that it answers.</summary>
    private static IReadOnlyList<ShownRemark> Threaded(List<(Entry Entry, ShownRemark Remark)> remarks)
    {
        var here = remarks.Select(remark => remark.Entry).ToHashSet();
        var answers = remarks.ToLookup(remark => remark.Entry.AncestorIn(here));
        List<ShownRemark> threaded = [];
        var open = new Stack<((Entry Entry, ShownRemark Remark) Remark, int Depth)>(
            answers[null].Reverse().Select(remark => (remark, 0))
        );
        while (open.TryPop(out var next))
        {
            threaded.Add(next.Remark.Remark with { Depth = next.Depth });
            foreach (var answer in answers[next.Remark.Entry].Reverse())
                open.Push((answer, next.Depth + 1));
        }
        return threaded;
    }

    private sealed class Entry(MailComment comment, Entry? parent, Review review)
    {
        public MailComment Comment { get; } = comment;

        public Entry? Parent { get; } = parent;

        public Review Review { get; } = review;

        /// <summary>The number of characters that its author wrote.</summary>
        public int Length { get; } = review.Remarks.Sum(remark => remark.Text.Length);

        /// <summary>Where all of it is; null if it has several places.</summary>
        public Place? OnlyPlace { get; } =
            review.Remarks.Select(remark => remark.Place).Distinct().ToList() is [var place] ? place : null;

        public Entry? AncestorIn(HashSet<Entry> entries)
        {
            const int Most = 1_000;
            var ancestor = Parent;
            for (var steps = 0; ancestor is not null && !entries.Contains(ancestor); ancestor = ancestor.Parent)
            {
                if (++steps == Most)
                    return null;
            }
            return ancestor;
        }
    }
}
