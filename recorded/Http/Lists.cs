using System.Buffers;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>Answers with one page of a list: filtered, ordered, cut.</summary>
internal static class Lists
{
    public static Answer Answer<TRow>(Call call, World world, IEnumerable<TRow> rows, Filter<TRow>[] filters, Order<TRow> order, Shape shape = Shape.Listed)
        where TRow : Row
    {
        var sorted = order.Apply(Filters.Apply(rows, filters, call, world), call.Query.Last("order"));
        if (Paging.Read(call.Query, sorted.Count) is not { } paging)
            return Http.Answer.Detail(404, "Invalid page.");

        var page = sorted.Skip((paging.Number - 1) * paging.Size).Take(paging.Size);
        return new Answer(200, Http.Answer.Json, Join(page, call.View(shape)))
            .With("Link", paging.Links(call.Origin + call.Path, call.Query));
    }

    private static ReadOnlyMemory<byte> Join<TRow>(IEnumerable<TRow> rows, View view)
        where TRow : Row
    {
        var text = new ArrayBufferWriter<byte>(4096);
        text.Write("["u8);
        var first = true;
        foreach (var row in rows)
        {
            if (!first)
                text.Write(","u8);
            first = false;
            text.Write(row.Render(view));
        }

        text.Write("]"u8);
        return text.WrittenMemory;
    }
}
