using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Mail;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Webhooks.Payloads;

/// <summary>
/// The data that a build needs of a series, from the archive: its cover letter, its patches in order, and what they
/// build on.
/// </summary>
public sealed class SeriesData(ResourceStore resources, MboxReader mboxes, Completions completions)
{
    private const int AtOnce = 8;

    /// <summary>The parts of a series that are not archived yet.</summary>
    public async Task<IReadOnlyList<RefreshItem>> MissingAsync(
        long project,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (await resources.JsonAsync(ResourceKind.Series, id, cancellationToken) is not { } json)
            return [new RefreshItem(ResourceKind.Series, id, project) { Parts = Part.Detail }];
        var series = JsonSerializer.Deserialize(json, PatchworkJson.Default.Series)!;
        List<RefreshItem> missing = [];
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
        }
        return missing;
    }

    /// <summary>
    /// Whether a cover letter may still arrive: the subjects count several patches, and there is none.
    /// </summary>
    public async Task<bool> LacksCoverAsync(long id, CancellationToken cancellationToken) =>
        await resources.JsonAsync(ResourceKind.Series, id, cancellationToken) is { } json
        && JsonSerializer.Deserialize(json, PatchworkJson.Default.Series) is { CoverLetter: null, Total: > 1 };

    /// <summary>Whether mails of a series are still missing.</summary>
    public async Task<bool> IsIncompleteAsync(long id, CancellationToken cancellationToken) =>
        await resources.JsonAsync(ResourceKind.Series, id, cancellationToken) is { } json
        && JsonSerializer.Deserialize(json, PatchworkJson.Default.Series) is { ReceivedAll: false };

    /// <summary>Adds a series to the data of an announcement.</summary>
    /// <param name="until">The event; later completions are not counted.</param>
    public async Task AddAsync(
        JsonObject data,
        long project,
        JsonObject series,
        long until,
        CancellationToken cancellationToken
    )
    {
        var id = series["id"]!.GetValue<long>();
        var cover = series["cover_letter"] is JsonObject letter
            ? await MemberAsync(project, ResourceKind.Cover, letter, cancellationToken)
            : null;
        var references = SeriesOrder.Of(
            (series["patches"] as JsonArray ?? []).OfType<JsonObject>(),
            patch => Text(patch, "name"),
            patch => Text(patch, "date"),
            patch => patch["id"]!.GetValue<long>()
        );
        List<Member> patches = [];
        foreach (var some in references.Chunk(AtOnce))
            patches.AddRange(
                await Task.WhenAll(
                    some.Select(patch => MemberAsync(project, ResourceKind.Patch, patch, cancellationToken))
                )
            );

        List<Member> mails = [.. new[] { cover }.Concat(patches).OfType<Member>()];
        data["series"] = Slim(series);
        data["cover"] = cover?.Json;
        data["patches"] = new JsonArray([.. patches.Select(patch => patch.Json)]);
        data["base_commit"] = mails
            .Select(mail => mail.Body.Basis.BaseCommit)
            .FirstOrDefault(commit => commit is not null);
        data["change_id"] = mails.Select(mail => mail.Body.Basis.ChangeId).FirstOrDefault(change => change is not null);
        data["based_on"] = new JsonArray([
            .. mails
                .SelectMany(mail => mail.Body.Basis.BasedOn)
                .Distinct()
                .Select(on => new JsonObject { ["kind"] = on.Kind, ["value"] = on.Value }),
        ]);
        data["pull_url"] =
            patches.Select(patch => patch.PullUrl).FirstOrDefault(url => url is not null)
            ?? mails.Select(mail => mail.Body.PullRequest?.ToString()).FirstOrDefault(url => url is not null);
        data["completion"] = (await completions.OfAsync(id, cancellationToken)).Count(completion =>
            completion.Event <= until
        );
    }

    /// <summary>The series without the parts that the data has in full.</summary>
    private static JsonObject Slim(JsonObject series)
    {
        var slim = series.DeepClone().AsObject();
        slim.Remove("patches");
        slim.Remove("cover_letter");
        slim.Remove("project");
        return slim;
    }

    private async Task<Member> MemberAsync(
        long project,
        ResourceKind kind,
        JsonObject reference,
        CancellationToken cancellationToken
    )
    {
        var id = reference["id"]!.GetValue<long>();
        var archived = await resources.JsonAsync(kind, id, cancellationToken);
        var resource = archived is null ? reference : JsonNode.Parse(archived)!.AsObject();
        var body = MailBody.Of(Text(resource, "content"), Text(resource, "diff"), headers: Headers(resource));
        var subject = SubjectLine.Parse(Text(resource, "name"));
        var json = new JsonObject
        {
            ["id"] = id,
            ["number"] = subject.Number,
            ["name"] = Text(resource, "name"),
            ["prefixes"] = new JsonArray([.. subject.Prefixes.Select(prefix => JsonValue.Create(prefix))]),
            ["msgid"] = Text(resource, "msgid"),
            ["date"] = Text(resource, "date"),
            ["submitter"] = resource["submitter"]?.DeepClone(),
            ["url"] = Text(resource, "url"),
            ["web_url"] = Text(resource, "web_url"),
            ["mbox"] = Text(resource, "mbox"),
            ["mbox_sha256"] = await HashAsync(project, kind, id, resource, cancellationToken),
            ["trailers"] = new JsonArray([
                .. body.Trailers.Select(trailer => new JsonObject
                {
                    ["name"] = trailer.Name,
                    ["value"] = trailer.Value,
                }),
            ]),
        };
        if (kind == ResourceKind.Cover)
        {
            json["content"] = Text(resource, "content");
        }
        else
        {
            json["hash"] = Text(resource, "hash");
            json["state"] = Text(resource, "state");
            json["files"] = new JsonArray([
                .. body
                    .Files.Select(file => file.Name)
                    .Distinct(StringComparer.Ordinal)
                    .Select(name => JsonValue.Create(name)),
            ]);
        }
        return new Member(json, body, Text(resource, "pull_url"));
    }

    /// <summary>The SHA-256 of an mbox, as this mirror serves it; null where it is not archived.</summary>
    private async Task<string?> HashAsync(
        long project,
        ResourceKind kind,
        long id,
        JsonObject resource,
        CancellationToken cancellationToken
    )
    {
        var submitter = (long?)resource["submitter"]?["id"];
        await using var mbox = await mboxes.OpenAsync(project, kind, id, submitter, cancellationToken);
        if (mbox is null)
            return null;
        using var hash = SHA256.Create();
        await using (var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            await mbox.CopyToAsync(sink, cancellationToken);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    private static string? Text(JsonObject resource, string name) =>
        resource[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>The headers of a mail, one a line; a header that it has several times is an array.</summary>
    private static string Headers(JsonObject resource)
    {
        var lines = new StringBuilder();
        foreach (var (name, value) in resource["headers"] as JsonObject ?? [])
        {
            foreach (var one in value as JsonArray ?? [value?.DeepClone()])
                lines.Append($"{name}: {one}\n");
        }
        return lines.ToString();
    }

    private sealed record Member(JsonObject Json, MailBody Body, string? PullUrl);
}
