using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>FTS5 query strings that consist only of quoted terms, column names and operators.</summary>
/// <param name="words">The words of the file.</param>
internal sealed class FtsExpression(Vocabulary words)
{
    /// <summary>A word with its other forms, or a phrase, in its columns.</summary>
    public string Of(TextNode text)
    {
        IReadOnlyList<string> phrases = text.IsStemmed
            ? [.. words.FormsOf(text.Terms[0]).Select(word => $"\"{word}\"")]
            : [$"\"{string.Join(' ', text.Terms)}\"{(text.IsPrefix ? " *" : "")}"];
        var expression = $"{In(text.Columns)}{Join(" OR ", phrases)}";
        return text.Blob is { } blob ? $"({expression} OR {ExactTerms.BeginningOf(blob)})" : expression;
    }

    /// <summary>Words near each other. FTS5 counts the words between the first and the last of them.</summary>
    private static string Of(NearNode near) =>
        $"{In(near.Columns)}NEAR({string.Join(' ', near.Terms.Select(word => $"\"{word}\""))}, {near.Span - 1})";

    private static string In(TextColumns columns) => $"{{{string.Join(' ', QueryFields.NamesOf(columns))}}} : ";

    /// <summary>
    /// The expression of a node that FTS5 alone can evaluate; null for any other. FTS5's NOT needs a left side, so a
    /// node that only excludes has no expression.
    /// </summary>
    public string? TryOf(QueryNode node) =>
        node switch
        {
            TextNode text => Of(text),
            NearNode { IsOfIndex: true } near => Of(near),
            ValueNode value => ExactTerms.ExpressionOf(value),
            GroupNode { MatchesAny: true } group => TryAll(group.Parts, " OR "),
            GroupNode group => TryBoth(group),
            _ => null,
        };

    /// <summary>Joins expressions, of FTS5 or SQL, with an operator; in parentheses if there are several.</summary>
    /// <remarks>
    /// The longest comes first. SQLite's parsers have a stack of 100 that holds what precedes an open parenthesis. So
    /// only the shorter halves of a query cost depth, and few of them nest.
    /// </remarks>
    public static string Join(string operation, IReadOnlyList<string> expressions) =>
        expressions.Count == 1
            ? expressions[0]
            : $"({string.Join(operation, expressions.OrderByDescending(expression => expression.Length))})";

    private string? TryAll(IReadOnlyList<QueryNode> parts, string operation)
    {
        var expressions = new List<string>(parts.Count);
        foreach (var part in parts)
        {
            if (TryOf(part) is not { } expression)
                return null;
            expressions.Add(expression);
        }
        return Join(operation, expressions);
    }

    private string? TryBoth(GroupNode group)
    {
        var excluded = group.Parts.OfType<NotNode>().Select(not => not.Part).ToList();
        var wanted = group.Parts.Where(part => part is not NotNode).ToList();
        if (wanted.Count == 0 || TryAll(wanted, " AND ") is not { } present)
            return null;
        if (excluded.Count == 0)
            return present;
        return TryAll(excluded, " OR ") is { } absent ? $"({present} NOT {absent})" : null;
    }
}
