namespace Hookwork.Api.Lists;

/// <summary>A parameter of a list, for the OpenAPI document.</summary>
/// <param name="Minor">Versions before 1.<c>Minor</c> ignore it.</param>
internal sealed record ListParameter(string Name, string About, bool MayRepeat, int Minor)
{
    public static IReadOnlyList<ListParameter> Of(CatalogList list) =>
        [
            .. list.Filters.Select(filter => new ListParameter(
                filter.Name,
                filter.About,
                filter.MayRepeat,
                filter.Minor
            )),
            Order(list.Orders.Terms.Select(term => term.Name).Distinct(StringComparer.Ordinal)),
        ];

    public static IReadOnlyList<ListParameter> Of(RowList list) =>
        [
            .. list.Filters.Select(filter => new ListParameter(filter.Name, filter.About, filter.MayRepeat, 0)),
            Order(list.Orders),
        ];

    private static ListParameter Order(IEnumerable<string> terms) =>
        new(
            "order",
            $"The sort field, with a leading minus for descending order: {string.Join(", ", terms)}.",
            MayRepeat: false,
            0
        );
}
