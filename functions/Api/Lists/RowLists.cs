using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Api.Resources;
using Hookwork.Patchwork;

namespace Hookwork.Api.Lists;

/// <summary>Answers short lists, whose rows are all read.</summary>
internal static class RowLists
{
    /// <summary>Answers one page.</summary>
    /// <param name="rows">Every row of the list, as archived.</param>
    /// <param name="references">Finds the embedded resources of a row; null to write the embedded copies.</param>
    public static ApiAnswer Answer(
        ApiCall call,
        RowList list,
        IEnumerable<JsonElement> rows,
        Func<JsonElement, References?> references
    )
    {
        foreach (var filter in list.Filters)
        {
            if (ApiDate.Values(call, filter.Name) is { Count: > 0 } values)
                rows = filter.Make(values) is { } keeps ? rows.Where(keeps) : [];
        }
        var sorted = list.Sort(rows, call.Query.Last("order"));
        if (Paging.Read(call.Query, sorted.Count) is not { } paging)
            return ApiAnswer.Detail(404, "Invalid page.");

        var renderer = new Renderer(call);
        var body = PlainJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var row in sorted.Skip(paging.Skip).Take(paging.Size))
                renderer.Write(writer, row, list.Entity, View.Listed, references(row));
            writer.WriteEndArray();
        });
        return ApiAnswer.Json(body).With("Link", paging.Links(call.Address, call.Query));
    }
}
