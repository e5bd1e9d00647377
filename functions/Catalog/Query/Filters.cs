using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>Filters side by side: several values of one match any of them, as on lore.</summary>
internal static class Filters
{
    /// <summary>The field of a filter; null for anything else.</summary>
    public static QueryField? FieldOf(QueryNode node) =>
        node switch
        {
            DateNode dates => dates.Field,
            SizeNode => QueryField.Size,
            ValueNode value when QueryFields.IsFilter(value.Field) => value.Field,
            _ => null,
        };

    /// <summary>
    /// Terms side by side as one node; null if there is none. A filter in parentheses of its own joins no other.
    /// </summary>
    public static QueryNode? Join(List<(QueryNode Term, bool IsEnclosed)> terms)
    {
        var groups = terms
            .Select((term, index) => (term.Term, Field: term.IsEnclosed ? null : FieldOf(term.Term), Index: index))
            .GroupBy(term => (term.Field, term.Field is null ? term.Index : 0));
        return GroupNode.Of(
            matchesAny: false,
            [.. groups.Select(same => GroupNode.Of(matchesAny: true, [.. same.Select(term => term.Term)])!)]
        );
    }
}
