namespace Hookwork.Api.Lists;

/// <summary>What a list can be ordered by.</summary>
/// <param name="Default">The terms that hold when the request names none that is known.</param>
/// <param name="Terms">What <c>order</c> may name, and the column or expression for it. A minus in front turns it
/// around. A name may stand here more than once.</param>
internal sealed record CatalogOrder(string Default, params (string Name, string Sql)[] Terms)
{
    /// <summary>Projects stand in the order of their link names; in a catalog there is one.</summary>
    public const string Project = "(SELECT link_name FROM project LIMIT 1)";

    /// <summary>The terms of a column that may be empty: such rows come last, as in PostgreSQL.</summary>
    public static (string Name, string Sql)[] EmptyLast(string column) =>
        [(column, $"{column} IS NULL"), (column, column)];

    public static CatalogOrder Of(params (string Name, string Sql)[] terms) => new("id", terms);

    /// <summary>
    /// The keys to sort by: what the request wants, and last the id, which nothing shares. Where keys are equal,
    /// Patchwork's order is any.
    /// </summary>
    public IReadOnlyList<(string Sql, bool Descending)> Keys(string? asked)
    {
        var keys = Read(asked ?? "");
        if (keys.Count == 0)
            keys = Read(Default);
        if (!keys.Exists(key => key.Sql == "id"))
            keys.Add(("id", keys[0].Descending));
        return keys;
    }

    private List<(string Sql, bool Descending)> Read(string terms) =>
        [
            .. terms
                .Split(',', StringSplitOptions.TrimEntries)
                .SelectMany(term =>
                    Terms
                        .Where(known => known.Name == (term.StartsWith('-') ? term[1..] : term))
                        .Select(known => (known.Sql, Descending: term.StartsWith('-')))
                )
                .DistinctBy(term => term.Sql),
        ];
}
