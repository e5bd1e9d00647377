namespace MimeKit.Utils;

/// <summary>Message identifiers, alone and in a row.</summary>
internal static class MessageIds
{
    /// <summary>The identifier in a header that holds one, with or without its angle brackets.</summary>
    public static string? Parse(ReadOnlySpan<byte> text)
    {
        var lexer = new Lexer(text);
        return lexer.TryReadMessageId(requireAngle: false, out var id) ? id : null;
    }

    /// <summary>The identifiers in angle brackets; whatever else stands between them is passed over.</summary>
    public static List<string> ParseAll(ReadOnlySpan<byte> text)
    {
        var ids = new List<string>();
        var lexer = new Lexer(text);
        while (lexer.SkipCommentsAndWhiteSpace() && !lexer.AtEnd)
        {
            if (lexer.At('<'))
            {
                if (lexer.TryReadMessageId(requireAngle: true, out var id))
                    ids.Add(id);
            }
            else if (!lexer.SkipWord())
            {
                lexer.Position++;
            }
        }

        return ids;
    }
}
