using Hookwork.Api;
using Hookwork.Catalog.Following;
using Hookwork.Input;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site;

/// <summary>The page and the mbox at the web address of a bundle.</summary>
public sealed class BundlePages(Bundles bundles, Mboxes mboxes)
{
    /// <summary>Lists the bundle's patches.</summary>
    public async Task<IResult> PageAsync(string owner, string name, CancellationToken cancellationToken)
    {
        if (await bundles.FindAsync(owner, name, cancellationToken) is not var (bundle, row))
            return NoPage.Answer;
        var patches = row.GetProperty("patches")
            .EnumerateArray()
            .ToDictionary(patch => patch.GetProperty("id").GetInt64());
        return new Page<BundlePage>(
            new BundlePage.Shown(
                name,
                owner,
                row.GetProperty("project").Text("name") ?? "",
                row.Text("mbox") ?? "",
                row.Text("url") ?? "",
                [
                    .. bundle
                        .Order.Where(patches.ContainsKey)
                        .Select(id => new BundlePage.Patch(
                            id,
                            patches[id].Text("name") ?? "",
                            ArchivedMail.DateOf(patches[id].Text("date") ?? "")
                        )),
                ]
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
            : NoPage.Answer;

    /// <summary>
    /// A header holds only printable ASCII. The owner chooses the name: a semicolon would begin a parameter of its own,
    /// such as another name of the file.
    /// </summary>
    private static string Printed(string name) =>
        string.Concat(name.Select(character => character is >= ' ' and <= '~' and not ';' ? character : '-'));
}
