using System.Text;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>
/// Terms for values matched as a whole: the names of a mail's trailers, the blob ids of its diff, the mails that it
/// refers to, and so on. They have a column of the <c>fts</c> table. Each begins with a sign that no term of
/// <see cref="Tokens"/> has, so no text collides with one.
/// </summary>
internal static class ExactTerms
{
    /// <summary>What FTS5's tokenizer must keep in a term, besides letters and digits: the signs, and what values have.</summary>
    public const string Signs = "#+-@=<!%^~._/:$&*;?[]{}|,()>";

    private const int Longest = 250;
    private const char BlobBefore = '-';
    private const char BlobAfter = '+';

    private static readonly Dictionary<QueryField, char> SignOf = new()
    {
        [QueryField.Trailer] = '#',
        [QueryField.ListId] = '@',
        [QueryField.PatchId] = '=',
        [QueryField.References] = '<',
        [QueryField.ChangeId] = '~',
        [QueryField.Tags] = '%',
        [QueryField.Version] = '^',
        [QueryField.Has] = '!',
    };

    /// <summary>The terms of a mail.</summary>
    public static IEnumerable<string> Of(SearchDocument document) =>
        [
            .. SignOf.SelectMany(field => ValuesOf(document, field.Key).Select(value => field.Value + Safe(value))),
            .. document.BlobsBefore.Select(blob => BlobBefore + FieldValues.Lower(blob)),
            .. document.BlobsAfter.Select(blob => BlobAfter + FieldValues.Lower(blob)),
        ];

    /// <summary>Whether a mail has a value; null for a field whose values are not terms.</summary>
    public static bool? Has(SearchDocument document, ValueNode node) =>
        SignOf.ContainsKey(node.Field)
            ? ValuesOf(document, node.Field).Any(value => Safe(value) == Safe(node.Value))
            : null;

    /// <summary>The FTS5 expression of a value that is matched as a whole; null for any other.</summary>
    public static string? ExpressionOf(ValueNode node) =>
        node.Field switch
        {
            QueryField.BlobBefore => Blob(node.Value, BlobBefore),
            QueryField.BlobAfter => Blob(node.Value, BlobAfter),
            QueryField.Blob => Blob(node.Value, BlobBefore, BlobAfter),
            // The rest of has: is in other tables.
            QueryField.Has when !FieldValues.OwnMarks.Contains(node.Value) => null,
            _ => SignOf.TryGetValue(node.Field, out var sign) ? $"\"{sign}{Safe(node.Value)}\"" : null,
        };

    /// <summary>The FTS5 expression of blob ids that start with a value, and of the patch-id that it is.</summary>
    public static string BeginningOf(string id) =>
        $"\"{BlobBefore}{id}\" * OR \"{BlobAfter}{id}\" * OR \"{SignOf[QueryField.PatchId]}{id}\"";

    private static IEnumerable<string> ValuesOf(SearchDocument document, QueryField field) =>
        field switch
        {
            QueryField.Trailer => document.TrailerNames.Select(FieldValues.Trailer),
            QueryField.ListId => document.ListIds,
            QueryField.PatchId => document.PatchId is { } id ? [id] : [],
            QueryField.References => document.References.Select(FieldValues.MessageId),
            QueryField.ChangeId => document.ChangeId is { } id ? [id] : [],
            QueryField.Tags => document.Tags,
            QueryField.Version => [document.Version.ToString()],
            _ => FieldValues.MarksOf(document.TrailerNames, document.HasAttachment),
        };

    /// <summary>Ids that start with the value, and abbreviated ids that the value starts with.</summary>
    private static string Blob(string value, params char[] sides)
    {
        List<string> terms = [];
        foreach (var side in sides)
        {
            terms.Add($"\"{side}{value}\" *");
            for (var length = ValueReader.ShortestBlob; length < value.Length; length++)
                terms.Add($"\"{side}{value[..length]}\"");
        }
        return FtsExpression.Join(" OR ", terms);
    }

    /// <summary>A value as one term: lower case, with _ for what would end or break it.</summary>
    private static string Safe(string value)
    {
        var safe = new StringBuilder(FieldValues.Lower(value), 0, Math.Min(value.Length, Longest), Longest);
        for (var at = 0; at < safe.Length; at++)
        {
            var unit = safe[at];
            if (unit < 0x80 ? !char.IsAsciiLetterOrDigit(unit) && !Signs.Contains(unit) : char.IsSurrogate(unit))
                safe[at] = '_';
        }
        return safe.ToString();
    }
}
