using System.Text.Json;
using Hookwork.Pages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api.Site;

/// <summary>The page and the mbox at the web address of a bundle.</summary>
public sealed class BundlePage(Bundles bundles, Mboxes mboxes)
{
    /// <summary>Lists the bundle's patches.</summary>
    public async Task<IResult> PageAsync(string owner, string name, CancellationToken cancellationToken)
    {
        if (await bundles.FindAsync(owner, name, cancellationToken) is not var (bundle, row))
            return ApiPage.NoPage;
        var patches = row.GetProperty("patches")
            .EnumerateArray()
            .ToDictionary(patch => patch.GetProperty("id").GetInt64());
        var lines = bundle.Order.Where(patches.ContainsKey).Select(id => Patch(id, patches[id]));
        return new Page(
            name,
            Html.Of(
                $"""
                <h1>{name}</h1>
                <p>A bundle of {owner}, {Text(row.GetProperty("project"), "name")}.
                <a href="{Text(row, "mbox")}">mbox</a> <a href="{Text(row, "url")}?format=json">JSON</a></p>
                <ol>
                {Html.Join(lines)}</ol>
                """
            )
        );
    }

    /// <summary>The mboxes of the bundle's patches in its order, separated by an empty line.</summary>
    public async Task<IResult> MboxAsync(string owner, string name, CancellationToken cancellationToken) =>
        await bundles.FindAsync(owner, name, cancellationToken) is var (bundle, _)
            ? await mboxes.JoinAsync(
                bundle.Order,
                "text/plain",
                $"bundle-{bundle.Id}-{Printed(name)}.mbox",
                cancellationToken
            )
            : ApiPage.NoPage;

    private static IHtmlContent Patch(long id, JsonElement patch) =>
        Html.Of($"<li><a href=\"/patch/{id}/\">{Text(patch, "name")}</a>, {Text(patch, "date")} UTC</li>\n");

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A header holds only printable ASCII.</summary>
    private static string Printed(string name) =>
        string.Concat(name.Select(character => character is >= ' ' and <= '~' ? character : '-'));
}
