using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>Parses the values of prefixes that are neither text nor dates.</summary>
internal static class ValueReader
{
    /// <summary>The value that matches patches without a delegate.</summary>
    public const string Nobody = "nobody";

    /// <summary>
    /// The shortest blob id in a query, and the shortest in a mail that a longer one is compared with.
    /// </summary>
    public const int ShortestBlob = 4;

    private static readonly string[] Checks = ["pending", "success", "warning", "fail"];

    private static readonly string[] Kinds = ["patch", "cover", "comment", "pull"];

    /// <summary>The normalized value; null if it is invalid for the field.</summary>
    public static ValueNode? Read(QueryField field, QueryWord word)
    {
        var value = field == QueryField.MessageId ? word.Value : word.Full;
        var normalized = field switch
        {
            QueryField.MessageId => FieldValues.MessageId(value),
            QueryField.State => FieldValues.State(value),
            QueryField.Trailer => Trailer(FieldValues.Trailer(value)),
            QueryField.Archived => Archived(FieldValues.Lower(value)),
            QueryField.Check => OneOf(Checks, value),
            QueryField.Kind => OneOf(Kinds, value),
            QueryField.Series => Series(value),
            QueryField.BlobBefore or QueryField.BlobAfter or QueryField.Blob => Blob(value),
            _ => FieldValues.Lower(value.Trim()),
        };
        return string.IsNullOrEmpty(normalized)
            ? null
            : new ValueNode(field, normalized, field == QueryField.MessageId && word.HasStar);
    }

    /// <summary>What a field expects, for error messages.</summary>
    public static string Expected(QueryField field) =>
        field switch
        {
            QueryField.MessageId => "a Message-ID, or the start of one and *",
            QueryField.State => "the name of a state, such as new or under-review",
            QueryField.Trailer => "the name of a trailer, such as Reviewed-by",
            QueryField.Archived => "yes or no",
            QueryField.Check => string.Join(", ", Checks[..^1]) + " or " + Checks[^1],
            QueryField.Kind => string.Join(", ", Kinds[..^1]) + " or " + Kinds[^1],
            QueryField.Series => "the number of a series",
            QueryField.Delegate => $"a username or an e-mail address, or {Nobody}",
            QueryField.Project => "the link name of a project",
            _ => $"{ShortestBlob} to 64 hexadecimal digits",
        };

    /// <summary>Rejects values that cannot be a trailer's name: <see cref="Mail.Trailers"/>.</summary>
    private static string? Trailer(string value) =>
        value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? value : null;

    private static string? Archived(string value) =>
        value switch
        {
            "yes" or "true" or "1" => "yes",
            "no" or "false" or "0" => "no",
            _ => null,
        };

    private static string? OneOf(string[] names, string value) =>
        Array.Find(names, name => name == FieldValues.Lower(value));

    private static string? Series(string value) =>
        long.TryParse(value, System.Globalization.NumberStyles.None, null, out var id) ? id.ToString() : null;

    private static string? Blob(string value)
    {
        var digits = value.AsSpan().TrimEnd('*');
        return digits.Length is >= ShortestBlob and <= 64 && !digits.ContainsAnyExcept("0123456789abcdefABCDEF")
            ? FieldValues.Lower(digits.ToString())
            : null;
    }
}
