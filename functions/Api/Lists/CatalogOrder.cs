namespace Hookwork.Api.Lists;

/// <summary>The orders of a list.</summary>
/// <param name="Default">The terms used if the request names no known one.</param>
/// <param name="Terms">The names for <c>order</c>, each with its column or expression. A leading minus reverses it. A
/// name may occur more than once.</param>
internal sealed record CatalogOrder(string Default, params (string Name, string Sql)[] Terms)
{
    /// <summary>Projects are sorted by link name. A catalog has one project.</summary>
    public const string Project = "(SELECT link_name FROM project LIMIT 1)";

    /// <summary>The terms of a nullable column: nulls come last, as in PostgreSQL.</summary>
    public static (string Name, string Sql)[] EmptyLast(string column) =>
        [(column, $"{column} IS NULL"), (column, column)];

    public static CatalogOrder Of(params (string Name, string Sql)[] terms) => new("id", terms);

    /// <summary>
    /// The sort keys: those requested, then the id as a tie-break. Patchwork's order of ties is undefined.
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
