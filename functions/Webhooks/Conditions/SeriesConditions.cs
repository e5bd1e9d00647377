using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Conditions;

/// <summary>Checks the series that an event concerns, and announces the conditions that became true.</summary>
public sealed class SeriesConditions(
    ResourceStore resources,
    SeriesData archived,
    EventLog log,
    SeriesFacts facts,
    ConditionAnnouncer announcer,
    StaleSeries stale
)
{
    /// <summary>The types of events after which a condition may hold.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> Causes = new(StringComparer.Ordinal)
    {
        [WebhookType.SeriesReviewed] =
        [
            WebhookType.SeriesCompleted,
            WebhookType.PatchCompleted,
            WebhookType.CoverCreated,
            WebhookType.PatchCommentCreated,
            WebhookType.CoverCommentCreated,
        ],
        [WebhookType.SeriesStateChanged] = [WebhookType.PatchStateChanged],
        [WebhookType.SeriesCheckChanged] = [WebhookType.SeriesCompleted, WebhookType.CheckCreated],
        [WebhookType.SeriesStale] =
        [
            .. WebhookType.Default.Except([WebhookType.SeriesUpdated, WebhookType.SeriesIncomplete]),
        ],
    };

    /// <summary>
    /// The events of a series that is arriving. Each of its mails has its own, and the last one finds all of them.
    /// </summary>
    private static readonly string[] Arrivals =
    [
        WebhookType.SeriesCreated,
        WebhookType.CoverCreated,
        WebhookType.PatchCreated,
        WebhookType.PatchCompleted,
    ];

    /// <summary>Whether an event may bring about a condition that a subscription asks for.</summary>
    public static bool Concerns(Announcement item, Subscription subscription) =>
        WebhookType.Conditions.Any(type => IsAsked(type, item, subscription));

    /// <summary>
    /// What the archive lacks of the series that an event concerns, if a subscription asks for a condition. An event of
    /// an old series archives one patch only, and no condition can be told without the others. Nothing while the series
    /// arrives: each of its mails would ask for all that are on their way.
    /// </summary>
    public async Task<IReadOnlyList<RefreshItem>> LackedAsync(
        Announcement item,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        List<RefreshItem> lacked = [];
        if (Arrivals.Contains(item.Type) || !all.Any(subscription => Concerns(item, subscription)))
            return lacked;
        foreach (var id in await SeriesAsync(item, cancellationToken))
        {
            // No condition holds for an incomplete one.
            if (
                await archived.MissingAsync(item.Project, id, item.WaitsLast, cancellationToken)
                    is { Count: > 0 } missing
                && !await archived.IsIncompleteAsync(id, cancellationToken)
            )
                lacked.AddRange(missing);
        }
        return lacked;
    }

    /// <summary>Checks the conditions and announces those that became true. Idempotent.</summary>
    public async Task LookAsync(Announcement item, IReadOnlyList<Subscription> all, CancellationToken cancellationToken)
    {
        var asked = WebhookType
            .Conditions.SelectMany(
                type => all.Where(subscription => IsAsked(type, item, subscription)),
                (type, subscription) =>
                    (Type: type, Rule: subscription.Settings.Reviewed, Option: subscription.OptionOf(type))
            )
            .DistinctBy(condition => (condition.Type, condition.Option))
            .ToList();
        if (asked.Count == 0)
            return;
        foreach (var series in await SeriesAsync(item, cancellationToken))
        {
            foreach (var (type, rule, option) in asked.Where(condition => condition.Type != WebhookType.SeriesStale))
                await AnnounceAsync(new Condition(type, item.Project, series, option), rule, item, cancellationToken);
            // A replayed message without an event does not say when it happened.
            if (
                item is not { Again: true, Event: 0 }
                && asked.Exists(condition => condition.Type == WebhookType.SeriesStale)
            )
                await stale.NoteAsync(item, series, all, cancellationToken);
        }
    }

    private Task AnnounceAsync(
        Condition about,
        ReviewRule rule,
        Announcement item,
        CancellationToken cancellationToken
    ) =>
        about.Type switch
        {
            WebhookType.SeriesReviewed => announcer.AnnounceAsync(
                about,
                item.Traceparent,
                () => Task.FromResult<string?>(null),
                async () => await facts.IsReviewedAsync(about.Series, rule, cancellationToken) ? "reviewed" : null,
                (_, _) =>
                    new JsonObject
                    {
                        ["reviewed"] = new JsonObject { ["kinds"] = rule.Kinds.ToJsonArray(), ["tags"] = rule.Tags },
                    },
                cancellationToken
            ),
            WebhookType.SeriesStateChanged => announcer.AnnounceAsync(
                about,
                item.Traceparent,
                () => PreviousStateAsync(item, cancellationToken),
                () => facts.StateAsync(about.Series, cancellationToken),
                (state, before) => new JsonObject { ["state"] = state, ["previous_state"] = before },
                cancellationToken
            ),
            _ => announcer.AnnounceAsync(
                about,
                item.Traceparent,
                () => Task.FromResult<string?>(CombinedCheck.None),
                () => facts.CheckAsync(about.Series, cancellationToken),
                (check, before) => new JsonObject { ["check"] = check, ["previous_check"] = before },
                cancellationToken
            ),
        };

    /// <summary>The series of a resource.</summary>
    private async Task<IReadOnlyList<long>> SeriesAsync(Announcement item, CancellationToken cancellationToken)
    {
        if (item.Kind == ResourceKind.Series)
            return [item.Id];
        var named = item is { Type: WebhookType.PatchCompleted, Detail: { } one } ? new[] { one } : [];
        return [.. (await resources.RowAsync(item.Kind, item.Id, cancellationToken)).Series.Union(named)];
    }

    /// <summary>The state that a patch had before an event.</summary>
    private async Task<string?> PreviousStateAsync(Announcement item, CancellationToken cancellationToken) =>
        await log.ReadAsync(item.Project, [item.Event], cancellationToken) is [var recorded]
            ? JsonSerializer.Deserialize(recorded.Json, PatchworkJson.Default.Event)?.Payload.Text("previous_state")
            : null;

    private static bool IsAsked(string type, Announcement item, Subscription subscription) =>
        Causes[type].Contains(item.Type) && subscription.Takes(type, item.Project);
}
