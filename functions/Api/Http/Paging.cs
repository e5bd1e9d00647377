using Hookwork.Input;

namespace Hookwork.Api.Http;

/// <summary>The requested page of a list, and the links to other pages.</summary>
/// <param name="Number">The page, from 1.</param>
/// <param name="Size">Items a page.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
internal readonly record struct Paging(int Number, int Size, int Pages)
{
    public const int DefaultSize = 30;
    private const int LargestSize = 250;

    /// <summary>The number of items before the page.</summary>
    public int Skip => (Number - 1) * Size;

    /// <summary>Reads <c>page</c> and <c>per_page</c>; null where there is no such page.</summary>
    /// <param name="items">How many items the list has.</param>
    public static Paging? Read(ApiQuery query, long items)
    {
        var size =
            PythonNumber.TryRead(query.Last("per_page"), out var asked) && asked > 0
                ? (int)Math.Min(asked, LargestSize)
                : DefaultSize;
        var pages = (int)Math.Max(1, (items + size - 1) / size);
        return query.Last("page") switch
        {
            null or "" => new Paging(1, size, pages),
            "last" => new Paging(pages, size, pages),
            var text => PythonNumber.TryRead(text, out var number) && number >= 1 && number <= pages
                ? new Paging((int)number, size, pages)
                : null,
        };
    }

    /// <summary>The Link header (RFC 8288), in the order and with the names that Patchwork gives.</summary>
    /// <param name="address">The list's address, without a query.</param>
    public string Links(string address, ApiQuery query)
    {
        List<string> links = [];
        if (Number < Pages)
            links.Add(Link(Number + 1, "next"));
        if (Number > 1)
            links.Add(Link(Number == 2 ? null : Number - 1, "prev"));
        links.Add(Link(1, "first"));
        links.Add(Link(Pages, "last"));
        return string.Join(", ", links);

        string Link(int? page, string relation) =>
            $"<{address}{query.With("page", page?.ToString())}>; rel=\"{relation}\"";
    }
}
