using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>
/// Terms for values matched as a whole: a mail's trailer names and its diff's blob ids. They have a column of the
/// <c>fts</c> table. Each begins with a sign that no term of <see cref="Tokens"/> has, so no text collides with one.
/// </summary>
internal static class ExactTerms
{
    /// <summary>The signs, and the hyphens of trailers, which FTS5's tokenizer must keep in a term.</summary>
    public const string Signs = "#+-";

    private const char Trailer = '#';
    private const char Before = '-';
    private const char After = '+';

    /// <summary>The terms of a mail.</summary>
    public static IEnumerable<string> Of(SearchDocument document) =>
        [
            .. document.TrailerNames.Select(name => Trailer + FieldValues.Trailer(name)),
            .. document.BlobsBefore.Select(blob => Before + FieldValues.Lower(blob)),
            .. document.BlobsAfter.Select(blob => After + FieldValues.Lower(blob)),
        ];

    /// <summary>The FTS5 expression of a value that is matched as a whole; null for any other.</summary>
    public static string? ExpressionOf(ValueNode node) =>
        node.Field switch
        {
            QueryField.Trailer => $"\"{Trailer}{node.Value}\"",
            QueryField.BlobBefore => Blob(node.Value, Before),
            QueryField.BlobAfter => Blob(node.Value, After),
            QueryField.Blob => Blob(node.Value, Before, After),
            _ => null,
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
}
