using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Ingest;
using Hookwork.Input;
using Hookwork.Mail.Diffs;
using Hookwork.Patchwork;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Payloads;

/// <summary>
/// Composes the data of a message from the archive: the event as Patchwork shows it, and its resource in full.
/// </summary>
public sealed class PayloadComposer(
    ResourceReader reader,
    ReplyStore replies,
    EventLog log,
    EmbeddedStore embedded,
    SeriesData series,
    Completions completions,
    ReportAddresses reports,
    SeriesFacts facts,
    HookworkSettings settings,
    PatchworkSettings patchwork,
    ServerClock clock,
    TimeProvider time
)
{
    /// <summary>Composes the data.</summary>
    public async Task<Composition> ComposeAsync(Announcement item, CancellationToken cancellationToken)
    {
        var said = item.Data is { } json ? JsonNode.Parse(json)!.AsObject() : [];
        if (item is { Data: not null, Id: 0 })
            return new Composition(item, said, time.GetUtcNow(), Origin);

        var data =
            Parse(await EventAsync(item, cancellationToken))?.AsObject()
            ?? new JsonObject { ["project"] = await ProjectAsync(item.Project, cancellationToken) };
        if (item.EventProject is not null)
            data["project"] = await ProjectAsync(item.Project, cancellationToken);
        var timestamp = Timestamp(data["date"]);
        var resource = item.EventJson.IsEmpty
            ? await reader.ReadAsync(item.Kind, item.Id, cancellationToken)
            : await reader.FetchedAsync(item.Kind, item.Id, cancellationToken);
        if (item.Kind == ResourceKind.Series)
        {
            if (resource is not null)
            {
                await series.AddAsync(
                    data,
                    item.Project,
                    resource,
                    needsCatalog: item.Waits < Announcement.MostWaits,
                    cancellationToken
                );
                data["completion"] = (await completions.OfAsync(item.Id, cancellationToken)).Count(completion =>
                    item.Event == 0 || completion.Event <= item.Event
                );
            }
        }
        else
        {
            data[item.Kind.Name()] = resource;
            if (item.Kind == ResourceKind.Patch && resource is not null)
                resource["patch_id"] = PatchId.Of(resource.Text("diff") ?? resource.Text("content"));
        }
        if (EventMails.IsComment(item.Type) && item.Detail is { } comment)
            data["comment"] = Parse(await replies.CommentAsync(item.Kind, item.Id, comment, cancellationToken));
        if (item.Type == WebhookType.CheckCreated && item.Detail is { } check)
            data["check"] = Parse(await replies.CheckAsync(item.Id, check, cancellationToken));
        if (item.Kind is ResourceKind.Series or ResourceKind.Patch)
            data["report_url"] = await reports.MakeAsync(item, cancellationToken);
        foreach (var (name, value) in said)
            data[name] = value?.DeepClone();
        if (data["reviewed"] is JsonObject reviewed)
            await AddReviewersAsync(reviewed, item.Id, cancellationToken);
        return new Composition(item, data, timestamp, Origin);
    }

    /// <summary>Adds the people who gave each patch tags that count.</summary>
    private async Task AddReviewersAsync(JsonObject reviewed, long series, CancellationToken cancellationToken)
    {
        var rule = reviewed.Deserialize(WebhookJson.Default.ReviewRule)!;
        JsonArray patches = [];
        await foreach (var (patch, reviewers) in facts.ReviewersAsync(series, rule, cancellationToken))
            patches.Add((JsonNode)new JsonObject { ["id"] = patch, ["reviewers"] = reviewers.ToJsonArray() });
        reviewed["patches"] = patches;
    }

    /// <summary>
    /// The root of the addresses in messages: this mirror's origin if its public URL is set, else the root of the
    /// Patchwork server, which may have a path.
    /// </summary>
    private string Origin =>
        settings.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? patchwork.Url.AbsoluteUri.TrimEnd('/');

    private async Task<byte[]?> EventAsync(Announcement item, CancellationToken cancellationToken)
    {
        if (!item.EventJson.IsEmpty)
            return item.EventJson.ToArray();
        var project = item.EventProject ?? item.Project;
        return item.Event > 0 && await log.ReadAsync(project, [item.Event], cancellationToken) is [var recorded]
            ? recorded.Json
            : null;
    }

    private async Task<JsonNode?> ProjectAsync(long project, CancellationToken cancellationToken) =>
        Parse(await embedded.JsonAsync(EmbeddedKind.Project, project, cancellationToken));

    /// <summary>
    /// When the event happened, in UTC; if the zone of the server's clock is not known, the current time.
    /// </summary>
    private DateTimeOffset Timestamp(JsonNode? date) =>
        patchwork.TimeZone is not null && date is JsonValue value && value.TryGetValue(out string? text)
            ? clock.At(text, null)
            : time.GetUtcNow();

    private static JsonNode? Parse(byte[]? json) => json is null ? null : JsonNode.Parse(json);
}
