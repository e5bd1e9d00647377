using Hookwork.Mail;

namespace Hookwork.Site.Texts;

/// <summary>Separates a mail's text into what is its own, what it quotes, and its signature.</summary>
internal static class TextPieces
{
    /// <summary>
    /// The most pieces; the rest of the text is one piece. A piece takes far more memory on a page than its text, and a
    /// mail may have hundreds of thousands.
    /// </summary>
    public const int Most = 2_000;

    /// <summary>The pieces, in order. Blank lines around them are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostQuoted">The most lines of a quotation; of a longer one, the last lines are kept.</param>
    public static IReadOnlyList<TextPiece> Of(string text, int mostQuoted = int.MaxValue)
    {
        var lines = Line.AllOf(text);
        var quoted = Quotes.Mark(lines);
        var signature = lines.FindIndex(line => line.Span is "-- ");
        if (signature < 0 || quoted.AsSpan(signature).Contains(true))
            signature = lines.Count;
        List<TextPiece> pieces = [];
        for (int first = 0, next; first < signature; first = next)
        {
            next = first + 1;
            if (lines[first].IsBlank)
                continue;
            var isRest = pieces.Count == Most;
            var kind = quoted[first] && !isRest ? PieceKind.Quote : PieceKind.Own;
            while (next < signature)
            {
                // Blank lines are of the lines around them.
                var after = next;
                while (after < signature && lines[after].IsBlank)
                    after++;
                if (after == signature || (quoted[after] != quoted[first] && !isRest))
                    break;
                next = after + 1;
            }
            Add(kind, first, next);
        }
        Add(PieceKind.Signature, signature + 1, lines.Count);
        return pieces;

        void Add(PieceKind kind, int first, int end)
        {
            while (first < end && lines[first].IsBlank)
                first++;
            while (end > first && lines[end - 1].IsBlank)
                end--;
            if (first >= end)
                return;
            var leftOut = kind == PieceKind.Quote ? Math.Max(0, end - first - mostQuoted) : 0;
            var kept = lines[(first + leftOut)..end];
            pieces.Add(
                new TextPiece(kind, string.Join('\n', kept.Select(line => line.Span.ToString())), kept.Count, leftOut)
            );
        }
    }
}
