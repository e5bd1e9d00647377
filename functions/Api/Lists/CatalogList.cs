using Hookwork.Api.Resources;

namespace Hookwork.Api.Lists;

/// <summary>A list that the catalogs hold: a table in each, a row a resource.</summary>
/// <param name="Entity">What it lists.</param>
/// <param name="Table">The table.</param>
internal sealed record CatalogList(Entity Entity, string Table)
{
    /// <summary>The parameters that narrow it.</summary>
    public required IReadOnlyList<CatalogFilter> Filters { get; init; }

    public required CatalogOrder Orders { get; init; }

    /// <summary>What of it each version shows, as a condition.</summary>
    public Func<int, string> Base { get; init; } = _ => "1";

    /// <summary>Whether every catalog has all of it, so that one is enough.</summary>
    public bool IsInEachCatalog { get; init; }

    /// <summary>Whether it shows only what cannot come to have something older beside it.</summary>
    public bool IsSettledOnly { get; init; }
}
