using System.Text.Json;
using Hookwork.Api.Resources;

namespace Hookwork.Api.Lists;

/// <summary>A list short enough to read all its rows: the comments on a patch, its checks, the projects.</summary>
/// <param name="Entity">What it lists.</param>
/// <param name="Filters">Its filter parameters.</param>
/// <param name="Orders">The fields that <c>order</c> may name.</param>
internal sealed record RowList(Entity Entity, IReadOnlyList<RowFilter> Filters, IReadOnlyList<string> Orders)
{
    private static readonly Comparer<(bool IsEmpty, long Number, string Text)> InPostgreSql = Comparer<(
        bool IsEmpty,
        long Number,
        string Text
    )>.Create(
        (one, other) =>
            one.IsEmpty != other.IsEmpty ? one.IsEmpty.CompareTo(other.IsEmpty)
            : one.Number != other.Number ? one.Number.CompareTo(other.Number)
            : string.CompareOrdinal(one.Text, other.Text)
    );

    /// <summary>A field with a fixed set of words, sorted in this order.</summary>
    public (string Field, IReadOnlyList<string> InOrder)? Words { get; init; }

    /// <summary>Sorts rows by the known terms, then by id in the direction of the first.</summary>
    public IReadOnlyList<JsonElement> Sort(IEnumerable<JsonElement> rows, string? order)
    {
        var terms = (order ?? "")
            .Split(',', StringSplitOptions.TrimEntries)
            .Where(term => Orders.Contains(NameIn(term), StringComparer.Ordinal))
            // A repeated term does not change the order, but would cost a key for each row.
            .DistinctBy(term => NameIn(term), StringComparer.Ordinal)
            .ToList();
        terms.Add(terms is [['-', ..], ..] ? "-id" : "id");
        var sorted = rows.OrderBy(_ => 0);
        foreach (var term in terms)
            sorted = term.StartsWith('-')
                ? sorted.ThenByDescending(row => Key(row, NameIn(term)), InPostgreSql)
                : sorted.ThenBy(row => Key(row, NameIn(term)), InPostgreSql);
        return [.. sorted];
    }

    private static string NameIn(string term) => term.StartsWith('-') ? term[1..] : term;

    /// <summary>Numbers, then text by bytes, then nulls, as in PostgreSQL.</summary>
    private (bool IsEmpty, long Number, string Text) Key(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value))
            return default;
        if (Words is var (field, words) && field == name && value.ValueKind == JsonValueKind.String)
            return (false, words.ToList().IndexOf(value.GetString()!), "");
        if (value.ValueKind == JsonValueKind.Object)
            value.TryGetProperty("id", out value);
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => (false, number, ""),
            JsonValueKind.String => (false, 0, value.GetString()!),
            JsonValueKind.Null => (true, 0, ""),
            _ => default,
        };
    }
}
