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
                TextNode text => query.Patterns.Contains(found ??= query.Patterns.FindIn(document), text)
                    || text.Blob is { } blob
                        && (
                            FieldValues.Lower(document.PatchId ?? "") == blob
                            || document
                                .BlobsBefore.Concat(document.BlobsAfter)
                                .Any(id => FieldValues.Lower(id).StartsWith(blob, StringComparison.Ordinal))
                        ),
                NearNode near => IsNear(document, near),
                XorNode xor => Matches(xor.Left) != Matches(xor.Right),
                DateNode dates => Contains(
                    dates,
                    dates.Field == QueryField.Received ? document.Received : document.Date
                ),
                SizeNode size => document.Size >= (size.Least ?? 0) && document.Size <= (size.Most ?? long.MaxValue),
                PathNode path => document.Files.Any(path.Pattern.Matches),
                ValueNode value => Has(document, value),
                _ => throw new NotSupportedException($"Unknown node: {node.GetType()}."),
            };
    }

    private static bool Contains(DateNode dates, DateTimeOffset date) =>
        (dates.From is not { } from || date.UtcTicks >= from.Ticks)
        && (dates.Until is not { } until || date.UtcTicks < until.Ticks);

    /// <summary>Whether a text has the words near each other, by the positions that the index gives them.</summary>
    private static bool IsNear(SearchDocument document, NearNode near)
    {
        foreach (var (column, _) in QueryFields.Columns.Where(column => near.Columns.HasFlag(column.Column)))
        {
            var (positions, position) = (new NearPositions(), 0);
            foreach (var entry in document.Entries(column))
            {
                var reader = Tokens.Read(entry);
                for (; reader.MoveNext(); position++)
                {
                    foreach (var term in near.Terms.Distinct(StringComparer.Ordinal))
                    {
                        if (reader.Current.SequenceEqual(term))
                            positions.Add(term, position);
                    }
                }
                // The separator of entries.
                position++;
            }
            if (positions.Match(near))
                return true;
        }
        return false;
    }

    private static bool Has(SearchDocument document, ValueNode node) =>
        node.Field switch
        {
            QueryField.MessageId => FieldValues.MessageId(document.MessageId) == node.Value,
            QueryField.Has when node.Value == "pull" => document.IsPull,
            QueryField.Has when node.Value == "comments" => document.HasComments,
            QueryField.Has when node.Value == "cover" => document.HasCover,
            QueryField.Kind => node.Value == "pull" ? document.IsPull : document.Kind == QuerySql.KindOf(node.Value),
            QueryField.State => document.Status is { } status && FieldValues.State(status.State) == node.Value,
            QueryField.Archived => document.Status is { } status && status.Archived == (node.Value == "yes"),
            QueryField.Check => document.Status is { } status && FieldValues.Lower(status.Check) == node.Value,
            QueryField.Delegate => document.Status is { } status && HasDelegate(status, node.Value),
            QueryField.Project => FieldValues.Lower(document.Project) == node.Value,
            QueryField.Series => document.Series.Contains(long.Parse(node.Value)),
            QueryField.BlobBefore => document.BlobsBefore.Any(blob => IsBlob(blob, node.Value)),
            QueryField.BlobAfter => document.BlobsAfter.Any(blob => IsBlob(blob, node.Value)),
            QueryField.Blob => document.BlobsBefore.Concat(document.BlobsAfter).Any(blob => IsBlob(blob, node.Value)),
            _ => ExactTerms.Has(document, node) ?? throw new NotSupportedException($"{node.Field} has no value."),
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
