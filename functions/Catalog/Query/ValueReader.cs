using System.Globalization;
using Hookwork.Catalog.Query.Nodes;
using Hookwork.Patchwork.Resources;

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

    private const string HexDigits = "0123456789abcdefABCDEF";

    private static readonly string[] Marks =
    [
        "review",
        "ack",
        "test",
        "fixes",
        "pull",
        "cover",
        "comments",
        "attachment",
    ];

    private static readonly string[] Kinds = ["patch", "cover", "comment", "pull"];

    /// <summary>The normalized value; null if it is invalid for the field.</summary>
    public static ValueNode? Read(QueryField field, QueryWord word)
    {
        var value = word.Full;
        var normalized = field switch
        {
            QueryField.MessageId or QueryField.References => FieldValues.MessageId(value),
            QueryField.ListId => FieldValues.Lower(FieldValues.MessageId(value)),
            QueryField.PatchId => PatchId(value),
            QueryField.Version => Version(value),
            QueryField.Has => OneOf(Marks, value),
            QueryField.State => FieldValues.State(value),
            QueryField.Trailer => Trailer(FieldValues.Trailer(value)),
            QueryField.Archived => Archived(FieldValues.Lower(value)),
            QueryField.Check => OneOf(Check.States, value),
            QueryField.Kind => OneOf(Kinds, value),
            QueryField.Series => Series(value),
            QueryField.BlobBefore or QueryField.BlobAfter or QueryField.Blob => Blob(value),
            _ => FieldValues.Lower(value.Trim()),
        };
        return string.IsNullOrEmpty(normalized) ? null : new ValueNode(field, normalized);
    }

    /// <summary>A range of sizes; null if it is invalid.</summary>
    public static SizeNode? Size(string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0 || value.Length == 2)
            return null;
        var (least, most) = (value[..dots], value[(dots + 2)..]);
        long? from = long.TryParse(least, NumberStyles.None, null, out var start) ? start : null;
        long? to = long.TryParse(most, NumberStyles.None, null, out var end) ? end : null;
        return from is null && least.Length > 0 || to is null && most.Length > 0 ? null : new SizeNode(from, to);
    }

    /// <summary>What a field expects, for error messages.</summary>
    public static string Expected(QueryField field) =>
        field switch
        {
            QueryField.MessageId or QueryField.References => "a Message-ID; for a part of one, m: is there",
            QueryField.ListId => "the whole id of a list; for a part of one, l: is there",
            QueryField.PatchId => "the 40 hexadecimal digits of git patch-id --stable",
            QueryField.ChangeId => "a change-id of b4",
            QueryField.Tags => "a word from the brackets of a subject, such as net-next or RFC",
            QueryField.Version => "the number of a version, such as 2",
            QueryField.Has => AnyOf(Marks),
            QueryField.Size => "a range of bytes, such as 10000.., ..500 or 500..10000",
            QueryField.State => "the name of a state, such as new or under-review",
            QueryField.Trailer => "the name of a trailer, such as Reviewed-by",
            QueryField.Archived => "yes or no",
            QueryField.Check => AnyOf(Check.States),
            QueryField.Kind => AnyOf(Kinds),
            QueryField.Series => "the number of a series",
            QueryField.Delegate => $"a username or an e-mail address, or {Nobody}",
            QueryField.Project => "the link name of a project",
            _ => $"{ShortestBlob} to 64 hexadecimal digits",
        };

    private static string AnyOf(string[] names) => $"{string.Join(", ", names[..^1])} or {names[^1]}";

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

    private static string? PatchId(string value) =>
        value.Length == 40 && !value.AsSpan().ContainsAnyExcept(HexDigits) ? FieldValues.Lower(value) : null;

    private static string? Version(string value) =>
        int.TryParse(value.AsSpan().TrimStart("vV"), NumberStyles.None, null, out var version)
            ? version.ToString()
            : null;

    private static string? Series(string value) =>
        long.TryParse(value, NumberStyles.None, null, out var id) ? id.ToString() : null;

    private static string? Blob(string value)
    {
        var digits = value.AsSpan().TrimEnd('*');
        return digits.Length is >= ShortestBlob and <= 64 && !digits.ContainsAnyExcept(HexDigits)
            ? FieldValues.Lower(digits.ToString())
            : null;
    }
}
