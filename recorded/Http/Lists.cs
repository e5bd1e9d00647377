using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>Responds with one page of a filtered and ordered list.</summary>
internal static class Lists
{
    public static Answer Answer<TRow>(
        Call call,
        World world,
        IEnumerable<TRow> rows,
        Filter<TRow>[] filters,
        Order<TRow> order
    )
        where TRow : Row
    {
        var sorted = order.Apply(Filters.Apply(rows, filters, call, world), call.Query.Last("order"));
        if (Paging.Read(call.Query, sorted.Count, call.LargestPage) is not { } paging)
            return Http.Answer.Detail(404, "Invalid page.");

        var at = (paging.Number - 1) * paging.Size;
        var page = sorted.GetRange(at, Math.Min(paging.Size, sorted.Count - at));
        return new Answer(200, Http.Answer.Json, Join(page, call.View(Shape.Listed))).With(
            "Link",
            paging.Links(call.Origin + call.Path, call.Query)
        );
    }

    private static byte[] Join<TRow>(List<TRow> rows, View view)
        where TRow : Row
    {
        var items = rows.ConvertAll(row => row.Render(view));
        var text = GC.AllocateUninitializedArray<byte>(Math.Max(2, items.Sum(item => item.Length + 1) + 1));
        var at = 0;
        text[at++] = (byte)'[';
        foreach (var item in items)
        {
            if (at > 1)
                text[at++] = (byte)',';
            item.CopyTo(text, at);
            at += item.Length;
        }

        text[at] = (byte)']';
        return text;
    }
}
