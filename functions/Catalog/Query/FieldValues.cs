namespace Hookwork.Catalog.Query;

/// <summary>Normalizes stored values, so that both evaluators compare bytes.</summary>
internal static class FieldValues
{
    /// <summary>What separates the words of a state's name.</summary>
    private static readonly char[] Blanks = [' ', '_', '-'];

    /// <summary>Lower case as SQLite's <c>lower</c> does it: ASCII only.</summary>
    public static string Lower(string value)
    {
        if (!value.AsSpan().ContainsAnyInRange('A', 'Z'))
            return value;
        return string.Create(
            value.Length,
            value,
            (lower, original) =>
            {
                for (var index = 0; index < lower.Length; index++)
                    lower[index] = LowerOf(original[index]);
            }
        );
    }

    /// <summary>Lower case of an ASCII letter; other characters are unchanged.</summary>
    public static char LowerOf(char letter) => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter;

    /// <summary>A Message-ID without surrounding blanks and angle brackets.</summary>
    public static string MessageId(string value) => value.AsSpan().Trim("<> \t\r\n").ToString();

    /// <summary>A trailer's name without its colon, in lower case.</summary>
    public static string Trailer(string value) => Lower(value.AsSpan().Trim(": \t\r\n").ToString());

    /// <summary>The values of <c>has:</c> that a mail has by itself.</summary>
    public static IReadOnlyList<string> OwnMarks { get; } = ["review", "ack", "test", "fixes", "attachment"];

    /// <summary>Those of <see cref="OwnMarks"/> that a mail has.</summary>
    public static IEnumerable<string> MarksOf(IEnumerable<string> trailers, bool hasAttachment)
    {
        foreach (var name in trailers.Select(Trailer).Distinct(StringComparer.Ordinal))
        {
            var mark = name switch
            {
                "reviewed-by" => "review",
                "acked-by" => "ack",
                "tested-by" => "test",
                "fixes" => "fixes",
                _ => null,
            };
            if (mark is not null)
                yield return mark;
        }
        if (hasAttachment)
            yield return "attachment";
    }

    /// <summary>
    /// The slug of a state's name: lower case, blanks and underscores as hyphens, without other signs, as Django makes
    /// <c>needs-review-ack</c> of <c>Needs Review / ACK</c>.
    /// </summary>
    public static string State(string value)
    {
        var letters = value.Where(letter =>
            !char.IsAscii(letter) || char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '_' or '-'
        );
        return string.Join('-', Lower(string.Concat(letters)).Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The date of a number of microseconds since 1970.</summary>
    public static DateTimeOffset Date(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Microseconds since 1970, rounded down.</summary>
    public static long Microseconds(long utcTicks) =>
        utcTicks / TimeSpan.TicksPerMicrosecond - DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond;
}
