using System.Text.Json;
using Hookwork.Api.Resources;

namespace Hookwork.Api.Lists;

/// <summary>A list so short that its rows are read whole: the comments on a patch, its checks, the projects.</summary>
/// <param name="Entity">What it lists.</param>
/// <param name="Filters">The parameters that narrow it.</param>
/// <param name="Orders">The fields that <c>order</c> may name.</param>
internal sealed record RowList(Entity Entity, IReadOnlyList<RowFilter> Filters, IReadOnlyList<string> Orders)
{
    /// <summary>Sorts rows: by the known ones of the terms, then by id.</summary>
    public IReadOnlyList<JsonElement> Sort(IEnumerable<JsonElement> rows, string? order)
    {
        var terms = (order ?? "").Split(',', StringSplitOptions.TrimEntries).Where(term => Orders.Contains(term.TrimStart('-'), StringComparer.Ordinal)).ToList();
        if (terms.Count == 0)
            terms.Add("id");
        var descending = terms[0].StartsWith('-');
        var sorted = rows.Order(Comparer<JsonElement>.Create((_, _) => 0));
        foreach (var term in terms)
        {
            var name = term.TrimStart('-');
            sorted = term.StartsWith('-') ? sorted.ThenByDescending(row => Key(row, name)) : sorted.ThenBy(row => Key(row, name));
        }
        return [.. descending ? sorted.ThenByDescending(row => Key(row, "id")) : sorted.ThenBy(row => Key(row, "id"))];
    }

    private static (long, string) Key(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value))
            return default;
        if (value.ValueKind == JsonValueKind.Object)
            value.TryGetProperty("id", out value);
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => (number, ""),
            JsonValueKind.String => (0, value.GetString()!),
            _ => (0, ""),
        };
    }
}
