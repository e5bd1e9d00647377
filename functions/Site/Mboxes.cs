using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Mail;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hookwork.Site;

/// <summary>
/// Serves mboxes as Patchwork does: that of a patch, that of a cover letter, and that of a series, which joins those of
/// its patches.
/// </summary>
public sealed partial class Mboxes(
    ProjectNames projects,
    MessageIdIndex messageIds,
    ResourceStore resources,
    MboxReader mboxes
)
{
    /// <summary>
    /// The answer while an mbox is missing. That of a patch of a series is usually there some seconds later.
    /// </summary>
    internal static IResult NotArchived =>
        NotReady.Answer("A patch is not archived yet: try again in some seconds.", retryAfter: "5");

    /// <summary>The mbox of a patch; with <c>?series=</c>, after those of the patches before it.</summary>
    public async Task<IResult> PatchAsync(
        string project,
        string messageId,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(project, messageId, ResourceKind.Patch, cancellationToken) is not var (projectId, id))
            return NoPage.Answer;
        if (request.Query["series"].LastOrDefault() is not { Length: > 0 } wanted)
            return await OneAsync(
                projectId,
                ResourceKind.Patch,
                id,
                "text/plain; charset=utf-8",
                ".patch",
                cancellationToken
            );
        if (
            await resources.ReadAsync(ResourceKind.Patch, id, cancellationToken) is not var (row, json)
            || row.Series is not [var series, ..]
            || (wanted != "*" && !(PythonNumber.TryRead(wanted, out var number) && number == series))
        )
            return NoPage.Answer;
        var members = await MembersAsync(series, cancellationToken);
        // A series may not be archived, since it began before. Its first patch follows no other.
        var isFirst = members.Project is null && SubjectLine.Parse(Name(json)).Number is null or <= 1;
        // The series was archived before this patch joined it, so the archive does not know which patches it follows.
        if (!isFirst && !members.Ids.Contains(id))
            return NoPage.Answer;
        List<long> before = [.. members.Ids.TakeWhile(member => member != id), id];
        return await JoinAsync(before, "text/plain; charset=utf-8", FileName(Name(json), ".patch"), cancellationToken);
    }

    /// <summary>The diff of a patch, without the mail around it.</summary>
    public async Task<IResult> DiffAsync(string project, string messageId, CancellationToken cancellationToken)
    {
        if (
            await FindAsync(project, messageId, ResourceKind.Patch, cancellationToken) is not var (_, id)
            || await resources.JsonAsync(ResourceKind.Patch, id, cancellationToken) is not { } json
        )
            return NoPage.Answer;
        using var document = JsonDocument.Parse(json);
        var diff = Encoding.UTF8.GetBytes(document.RootElement.GetProperty("diff").GetString() ?? "");
        return new MboxResult(
            "text/x-patch",
            FileName(Name(json), ".diff"),
            diff.Length,
            null,
            [_ => Task.FromResult<StoredMbox?>(new StoredMbox(diff, Stream.Null, diff.Length, ""))]
        );
    }

    /// <summary>The mbox of a cover letter.</summary>
    public async Task<IResult> CoverAsync(string project, string messageId, CancellationToken cancellationToken) =>
        await FindAsync(project, messageId, ResourceKind.Cover, cancellationToken) is var (projectId, id)
            ? await OneAsync(projectId, ResourceKind.Cover, id, "text/plain", ".mbox", cancellationToken)
            : NoPage.Answer;

    /// <summary>The mboxes of a series' patches, ordered by number, separated by an empty line.</summary>
    public Task<IResult> SeriesAsync(long id, CancellationToken cancellationToken) =>
        SeriesAsync(id, [], cancellationToken);

    /// <summary>The mboxes of a series' patches after those of other patches.</summary>
    /// <param name="before">The ids of the others, in order.</param>
    public async Task<IResult> SeriesAsync(long id, IReadOnlyList<long> before, CancellationToken cancellationToken)
    {
        var members = await MembersAsync(id, cancellationToken);
        return members.Project is not null
            ? await JoinAsync(
                [.. before.Except(members.Ids), .. members.Ids],
                "text/plain",
                FileName(members.Name is { Length: > 0 } name ? name : $"Untitled series #{id}", ".patch"),
                cancellationToken
            )
            : NoPage.Answer;
    }

    /// <summary>The project and id of a patch or cover letter by its Message-ID; null if it is not known.</summary>
    public async Task<(long Project, long Id)?> FindAsync(
        string project,
        string messageId,
        ResourceKind kind,
        CancellationToken cancellationToken
    )
    {
        if (await projects.LinkedAsync(project, cancellationToken) is not { } projectId)
            return null;
        // The server leaves a slash escaped, and Patchwork escapes those in the addresses of patches twice.
        var slashed = messageId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        // A Message-ID may have "%2F" itself. Patchwork takes it for a slash in the address of a patch only.
        string[] candidates = kind == ResourceKind.Cover ? [messageId, slashed] : [slashed, messageId];
        foreach (var candidate in candidates.Distinct(StringComparer.Ordinal))
        {
            if (await messageIds.FindAsync($"<{candidate}>", projectId, kind, cancellationToken) is { } id)
                return (projectId, id);
        }
        return null;
    }

    private async Task<IResult> OneAsync(
        long project,
        ResourceKind kind,
        long id,
        string contentType,
        string extension,
        CancellationToken cancellationToken
    )
    {
        if (
            await resources.ReadAsync(kind, id, cancellationToken) is not var (row, json)
            || await mboxes.OpenAsync(project, kind, id, row.Submitter, cancellationToken) is not { } mbox
        )
            return NoPage.Answer;
        return new MboxResult(
            contentType,
            FileName(Name(json), extension),
            mbox.Length,
            EntityTagHeaderValue.Parse($"W/{mbox.ETag}"),
            [_ => Task.FromResult<StoredMbox?>(mbox)]
        );
    }

    /// <summary>
    /// The mboxes of those patches that the server has, separated by an empty line; 404 if it has no mbox of one of them,
    /// 503 while one of them is not archived yet.
    /// </summary>
    public async Task<IResult> JoinAsync(
        IReadOnlyList<long> patches,
        string contentType,
        string fileName,
        CancellationToken cancellationToken
    )
    {
        var rows = await resources.RowsAsync(ResourceKind.Patch, patches, cancellationToken);
        // Deleted, or never there.
        patches = [.. patches.Where(id => !rows.TryGetValue(id, out var row) || !row.IsGone)];
        // An mbox that lacks a patch must not be taken for complete.
        if (patches.Any(id => rows.TryGetValue(id, out var row) && row.LacksMbox))
            return NoPage.Answer;
        if (patches.Any(id => !rows.TryGetValue(id, out var row) || row.MboxAt is null))
            return NotArchived;
        return new MboxResult(
            contentType,
            fileName,
            null,
            null,
            [
                .. patches.Select<long, Func<CancellationToken, Task<StoredMbox?>>>(id =>
                    token => mboxes.OpenAsync(rows[id].Project, ResourceKind.Patch, id, rows[id].Submitter, token)
                ),
            ]
        );
    }

    private async Task<(long? Project, string? Name, IReadOnlyList<long> Ids)> MembersAsync(
        long series,
        CancellationToken cancellationToken
    )
    {
        if (await resources.ReadAsync(ResourceKind.Series, series, cancellationToken) is not var (row, json))
            return (null, null, []);
        using var document = JsonDocument.Parse(json);
        var patches = document.RootElement.GetProperty("patches").EnumerateArray();
        return (
            row.Project,
            Name(json),
            [
                .. SeriesOrder
                    .Of(
                        patches,
                        patch => patch.GetProperty("name").GetString(),
                        patch => patch.GetProperty("date").GetString(),
                        Id
                    )
                    .Select(Id),
            ]
        );
    }

    private static long Id(JsonElement resource) => resource.GetProperty("id").GetInt64();

    private static string? Name(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("name").GetString();
    }

    private static string FileName(string? name, string extension) =>
        NotInFileNames().Replace(name ?? "", "-").Trim('-') + extension;

    [GeneratedRegex("[^-_A-Za-z0-9.]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInFileNames();
}
