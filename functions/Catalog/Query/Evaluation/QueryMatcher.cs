using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Evaluates a query against one mail in memory, equivalent to <see cref="QuerySql"/>.</summary>
public static class QueryMatcher
{
    /// <summary>Whether a mail matches.</summary>
    public static bool Matches(SearchQuery query, SearchDocument document)
    {
        UInt128? found = null;
        return Matches(query.Root);

        bool Matches(QueryNode node) =>
            node switch
            {
                EverythingNode => true,
                GroupNode { MatchesAny: true } group => group.Parts.Any(Matches),
                GroupNode group => group.Parts.All(Matches),
                NotNode not => !Matches(not.Part),
                TextNode text => query.Patterns.Contains(found ??= query.Patterns.FindIn(document), text),
                DateNode dates => Contains(dates, document.Date),
                PathNode path => document.Files.Any(path.Pattern.Matches),
                ValueNode value => Has(document, value),
                _ => throw new NotSupportedException($"Unknown node: {node.GetType()}."),
            };
    }

    private static bool Contains(DateNode dates, DateTimeOffset date) =>
        (dates.From is not { } from || date.UtcTicks >= from.Ticks)
        && (dates.Until is not { } until || date.UtcTicks < until.Ticks);

    private static bool Has(SearchDocument document, ValueNode node) =>
        node.Field switch
        {
            QueryField.MessageId when node.IsPrefix => FieldValues
                .MessageId(document.MessageId)
                .StartsWith(node.Value, StringComparison.Ordinal),
            QueryField.MessageId => FieldValues.MessageId(document.MessageId) == node.Value,
            QueryField.Kind => node.Value == "pull" ? document.IsPull : document.Kind == QuerySql.KindOf(node.Value),
            QueryField.State => document.Status is { } status && FieldValues.State(status.State) == node.Value,
            QueryField.Archived => document.Status is { } status && status.Archived == (node.Value == "yes"),
            QueryField.Check => document.Status is { } status && FieldValues.Lower(status.Check) == node.Value,
            QueryField.Delegate => document.Status is { } status && HasDelegate(status, node.Value),
            QueryField.Project => FieldValues.Lower(document.Project) == node.Value,
            QueryField.Series => document.Series.Contains(long.Parse(node.Value)),
            QueryField.Trailer => document.TrailerNames.Any(name => FieldValues.Trailer(name) == node.Value),
            QueryField.BlobBefore => document.BlobsBefore.Any(blob => IsBlob(blob, node.Value)),
            QueryField.BlobAfter => document.BlobsAfter.Any(blob => IsBlob(blob, node.Value)),
            QueryField.Blob => document.BlobsBefore.Concat(document.BlobsAfter).Any(blob => IsBlob(blob, node.Value)),
            _ => throw new NotSupportedException($"{node.Field} has no value."),
        };

    private static bool HasDelegate(PatchStatus status, string value) =>
        status.DelegateName is not { } name
            ? value == ValueReader.Nobody
            : FieldValues.Lower(name) == value || FieldValues.Lower(status.DelegateEmail ?? "") == value;

    /// <summary>Whether one id starts with the other: both the mail's and the query's may be abbreviated.</summary>
    private static bool IsBlob(string blob, string asked)
    {
        var stored = FieldValues.Lower(blob);
        return stored.StartsWith(asked, StringComparison.Ordinal)
            || stored.Length >= ValueReader.ShortestBlob && asked.StartsWith(stored, StringComparison.Ordinal);
    }
}
