using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Mail;

namespace Hookwork.Builds;

/// <summary>
/// The data that a build needs of a series, from the archive: its cover letter, its patches in order, what they build
/// on, and its earlier versions.
/// </summary>
public sealed class SeriesData(
    ResourceStore resources,
    MemberReader members,
    Prerequisites prerequisites,
    PreviousVersions versions,
    TimeProvider time
)
{
    /// <summary>
    /// The parts of a series that are not archived yet, and the series itself if it names what the server does not
    /// have.
    /// </summary>
    /// <param name="mayBeOld">Whether the series is fetched again too if it lacks a part, since the server may have
    /// deleted what the archived series names.</param>
    public async Task<IReadOnlyList<RefreshItem>> MissingAsync(
        long project,
        long id,
        bool mayBeOld,
        CancellationToken cancellationToken
    )
    {
        if (await resources.SeriesAsync(id, cancellationToken) is not { } series)
            return [new RefreshItem(ResourceKind.Series, id, project) { Parts = Part.Detail }];
        List<RefreshItem> missing = [];
        var isOld = false;
        foreach (
            var (kind, ids) in new[]
            {
                (ResourceKind.Patch, (series.Patches ?? []).Select(patch => patch.Id).ToList()),
                (ResourceKind.Cover, series.CoverLetter is { } cover ? [cover.Id] : []),
            }
        )
        {
            var rows = await resources.RowsAsync(kind, ids, cancellationToken);
            missing.AddRange(
                ids.Where(member => !rows.ContainsKey(member))
                    .Select(member => new RefreshItem(kind, member, project) { Parts = Part.Detail | Part.Mbox })
            );
            isOld |= ids.Exists(member => rows.TryGetValue(member, out var row) && row.IsGone);
        }
        if (isOld || (mayBeOld && missing.Count > 0))
            missing.Add(
                new RefreshItem(ResourceKind.Series, id, project) { Parts = Part.Detail, AsOf = time.GetUtcNow() }
            );
        return missing;
    }

    /// <summary>
    /// Whether a cover letter may still arrive: the subjects count several patches, and there is none.
    /// </summary>
    public async Task<bool> LacksCoverAsync(long id, CancellationToken cancellationToken) =>
        await resources.SeriesAsync(id, cancellationToken) is { CoverLetter: null, Total: > 1 }
        && await members.ReadAsync(id, cancellationToken) is { CoverPatch: null };

    /// <summary>Whether mails of a series are still missing.</summary>
    public async Task<bool> IsIncompleteAsync(long id, CancellationToken cancellationToken) =>
        await resources.SeriesAsync(id, cancellationToken) is { ReceivedAll: false };

    /// <summary>Adds a series to the data of a message.</summary>
    /// <param name="series">As the API shows it.</param>
    /// <param name="needsCatalog">Whether to fail where the catalog is not ready; without it, what only the catalog
    /// finds counts as not found.</param>
    /// <exception cref="CatalogNotReadyException">The catalog is needed and still being prepared.</exception>
    public async Task AddAsync(
        JsonObject data,
        long project,
        JsonObject series,
        bool needsCatalog,
        CancellationToken cancellationToken
    )
    {
        var read = await members.ReadAsync(project, series, cancellationToken);
        HashSet<long>? late = needsCatalog ? null : [];
        var resolution = await prerequisites.ResolveAsync(read, late, cancellationToken);
        var covers = await members.DescribeAsync(
            project,
            ResourceKind.Cover,
            read.Cover is null ? [] : [read.Cover],
            DescribeCover,
            cancellationToken
        );
        data["series"] = Slim(series);
        data["cover"] = covers.FirstOrDefault()?.DeepClone();
        data["patches"] = await members.DescribeAsync(
            project,
            ResourceKind.Patch,
            read.Patches,
            DescribePatch,
            cancellationToken
        );
        data["base_commit"] = read.BaseCommit;
        data["change_id"] = read.ChangeId;
        data["based_on"] = new JsonArray([
            .. read.BasedOn.Select(on => new JsonObject { ["kind"] = on.Kind, ["value"] = on.Value }),
        ]);
        data["base"] = resolution.Base();
        data["prerequisites"] = await resolution.DescribeAsync(members, cancellationToken);
        data["previous"] = new JsonArray([.. (await versions.OfAsync(read, late, cancellationToken)).Select(Version)]);
        data["pull_url"] =
            read.Mails.Select(mail => mail.PullUrl).FirstOrDefault(url => url is not null)
            ?? read.Mails.Select(mail => mail.Body.PullRequest?.ToString()).FirstOrDefault(url => url is not null);
    }

    /// <summary>A series in a list of others.</summary>
    internal static JsonObject Version(JsonObject series) =>
        Only(series, "id", "name", "version", "date", "url", "web_url", "mbox");

    private static JsonObject Only(JsonObject resource, params string[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field, resource[field]?.DeepClone())));

    /// <summary>The series without the parts that the data has in full.</summary>
    private static JsonObject Slim(JsonObject series)
    {
        var slim = series.DeepClone().AsObject();
        slim.Remove("patches");
        slim.Remove("cover_letter");
        slim.Remove("project");
        return slim;
    }

    private static JsonObject DescribeCover(Member cover)
    {
        var json = Describe(cover);
        json["content"] = cover.Text("content");
        return json;
    }

    private static JsonObject DescribePatch(Member patch)
    {
        var json = Describe(patch);
        json["patch_id"] = patch.PatchId;
        json["hash"] = patch.Text("hash");
        json["state"] = patch.Text("state");
        json["files"] = patch.Body.Files.Select(file => file.Name).Distinct(StringComparer.Ordinal).ToJsonArray();
        return json;
    }

    private static JsonObject Describe(Member mail)
    {
        var subject = SubjectLine.Parse(mail.Text("name"));
        return new JsonObject
        {
            ["id"] = mail.Id,
            ["number"] = subject.Number,
            ["name"] = mail.Text("name"),
            ["prefixes"] = subject.Prefixes.ToJsonArray(),
            ["msgid"] = mail.MessageId,
            ["date"] = mail.Text("date"),
            ["submitter"] = mail.Resource["submitter"]?.DeepClone(),
            ["url"] = mail.Text("url"),
            ["web_url"] = mail.Text("web_url"),
            ["trailers"] = new JsonArray([
                .. mail.Body.Trailers.Select(trailer => new JsonObject
                {
                    ["name"] = trailer.Name,
                    ["value"] = trailer.Value,
                }),
            ]),
        };
    }
}
