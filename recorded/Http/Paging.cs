namespace Hookwork.Recorded.Http;

/// <summary>The requested page of a list and the links to others, as in <c>patchwork/api/base.py</c>.</summary>
/// <param name="Number">The page, from 1.</param>
/// <param name="Size">The items per page.</param>
/// <param name="Pages">The number of pages, at least 1.</param>
internal readonly record struct Paging(int Number, int Size, int Pages)
{
    private const int DefaultSize = 30;

    /// <summary>Reads <c>page</c> and <c>per_page</c>; null if there is no such page.</summary>
    public static Paging? Read(Query query, int items, int largest)
    {
        var size =
            long.TryParse(query.Last("per_page"), out var asked) && asked > 0
                ? (int)Math.Min(asked, largest)
                : DefaultSize;
        var pages = Math.Max(1, (items + size - 1) / size);
        return query.Last("page") switch
        {
            null or "" => new Paging(1, size, pages),
            "last" => new Paging(pages, size, pages),
            var text => int.TryParse(text, out var number) && number >= 1 && number <= pages
                ? new Paging(number, size, pages)
                : null,
        };
    }

    /// <summary>The Link header (RFC 8288).</summary>
    public string Links(string address, Query query)
    {
        List<string> links = [];
        if (Number < Pages)
            links.Add(Link(Number + 1, "next"));
        if (Number > 1)
            links.Add(Number == 2 ? Format(null, "prev") : Link(Number - 1, "prev"));
        links.Add(Link(1, "first"));
        links.Add(Link(Pages, "last"));
        return string.Join(", ", links);

        string Link(int page, string relation) => Format(page.ToString(), relation);
        string Format(string? page, string relation) => $"<{address}{query.With("page", page)}>; rel=\"{relation}\"";
    }
}
