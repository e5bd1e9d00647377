using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site;

/// <summary>Addresses with an id, which redirect to those with a Message-ID.</summary>
public sealed class ShortAddresses(ResourceReader reader, ProjectNames names, Catalogs catalogs)
{
    /// <summary>
    /// Redirects to an archived address of a resource, if it is on this host and not the requested one.
    /// </summary>
    /// <param name="field">The field of the resource that has the address: <c>web_url</c> or <c>mbox</c>.</param>
    /// <param name="after">What is appended to the address, such as a fragment.</param>
    public async Task<IResult> RedirectAsync(
        ResourceKind kind,
        long id,
        string field,
        CancellationToken cancellationToken,
        string after = ""
    )
    {
        if (await reader.ReadAsync(kind, id, cancellationToken) is not { } resource)
            return NoPage.Answer;
        if (
            (string?)resource[field] is ['/', not '/', ..] known
            && !known.StartsWith($"/{kind.Name()}/", StringComparison.Ordinal)
        )
            return ApiAnswer.MovedTo(known + after, StatusCodes.Status302Found);

        // Old servers have no addresses with a Message-ID.
        if ((string?)resource["msgid"] is not { } messageId)
            return NoPage.Answer;
        var project = (string?)resource["project"]!["link_name"];
        return ApiAnswer.MovedTo(
            $"/project/{Uri.EscapeDataString(project!)}/{kind.Name()}/{Uri.EscapeDataString(messageId.Trim('<', '>'))}/{(field == "mbox" ? "mbox/" : "")}{after}",
            StatusCodes.Status302Found
        );
    }

    /// <summary>
    /// Redirects from a patch-id, which a commit has too, to the patch with it; to a search if there are several.
    /// </summary>
    public async Task<IResult> PatchIdAsync(string id, CancellationToken cancellationToken)
    {
        using var leases = await AllAsync(cancellationToken);
        var patches = leases.Files.SelectMany(file =>
            file.Read(connection => CatalogMails.PatchesOf(connection, CatalogMails.WithPatchId(connection, id)))
        );
        return patches.Select(patch => patch.Patch).Distinct().ToList() switch
        {
            [] => NoPage.Answer,
            [var one] => await RedirectAsync(ResourceKind.Patch, one, "web_url", cancellationToken),
            _ => ApiAnswer.MovedTo($"/search?q={Uri.EscapeDataString($"patchid:{id}")}", StatusCodes.Status302Found),
        };
    }

    /// <summary>Redirects to a comment on the page of its patch or cover letter.</summary>
    public async Task<IResult> CommentAsync(long id, CancellationToken cancellationToken)
    {
        List<(ResourceKind Kind, long Id)> found = [];
        using var leases = await AllAsync(cancellationToken);
        foreach (var file in leases.Files)
        {
            file.Read(connection =>
            {
                using var statement = new SqlStatement(
                    connection,
                    "SELECT submission_id FROM mail WHERE kind = 2 AND id = ?1 AND submission_kind = ?2"
                );
                foreach (
                    var (kind, mail) in new[]
                    {
                        (ResourceKind.Patch, MailKind.Patch),
                        (ResourceKind.Cover, MailKind.Cover),
                    }
                )
                {
                    if (statement.Read(id, (long)mail) is { } submission)
                        found.Add((kind, submission));
                }
                return true;
            });
        }
        // Comments on patches and on cover letters have separate ids.
        return found.Count == 0
            ? NoPage.Answer
            : await found
                .OrderBy(comment => comment.Kind == ResourceKind.Patch ? 0 : 1)
                .Select(comment => RedirectAsync(comment.Kind, comment.Id, "web_url", cancellationToken, $"#{id}"))
                .First();
    }

    /// <summary>The catalogs of all projects.</summary>
    private async Task<CatalogLeases> AllAsync(CancellationToken cancellationToken) =>
        await catalogs.UseAllAsync(
            (await names.AllAsync(cancellationToken)).Select(project => project.Id),
            cancellationToken
        );
}
