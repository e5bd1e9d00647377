using Hookwork.Api.Resources;

namespace Hookwork.Api.Lists;

/// <summary>A list stored in the catalogs: a table in each, one row per resource.</summary>
/// <param name="Entity">What it lists.</param>
/// <param name="Table">The table.</param>
internal sealed record CatalogList(Entity Entity, string Table)
{
    /// <summary>Its filter parameters.</summary>
    public required IReadOnlyList<CatalogFilter> Filters { get; init; }

    public required CatalogOrder Orders { get; init; }

    /// <summary>The index of its dates, if filters may leave most of many rows; null to let SQLite choose.</summary>
    public string? DateIndex { get; init; }

    /// <summary>The SQL condition for the rows that an API version shows.</summary>
    public Func<int, string> Base { get; init; } = _ => "1";

    /// <summary>Whether every catalog has the whole list, so that one is read.</summary>
    public bool IsInEachCatalog { get; init; }

    /// <summary>Whether it shows a row only when no earlier row can still appear.</summary>
    public bool IsSettledOnly { get; init; }
}
