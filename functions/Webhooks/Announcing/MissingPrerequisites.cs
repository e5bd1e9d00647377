using System.Text.Json.Nodes;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Mail;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>
/// Remembers which series lack prerequisites, and derives <c>series.updated</c> for them from the completion of what
/// they lacked.
/// </summary>
public sealed class MissingPrerequisites(
    AwaitedPrerequisites awaited,
    Completions completions,
    MemberReader members,
    PrerequisiteFinder finder,
    PayloadComposer composer,
    SettlingCompletions settling,
    TimeProvider time
)
{
    /// <summary>How far the clocks of two instances may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether prerequisites of the message's series are missing. The series is then remembered, and its data is
    /// composed again, since one may have arrived before it was.
    /// </summary>
    /// <exception cref="CatalogNotReadyException">The catalog lacks a prerequisite that arrived.</exception>
    public async Task<bool> AreMissingAsync(AnnouncedMessage message, CancellationToken cancellationToken)
    {
        var item = message.Item;
        if (item.Type is not (WebhookType.SeriesCompleted or WebhookType.SeriesUpdated) || item.Only is not null)
            return false;
        var names = NamesOf(message.Composition!.Data);
        // A catalog gets a patch after the archive does. What arrived in part lacks patches in the archive, too.
        if (
            item.Arrived is { } id
            && item.Waits < Announcement.MostWaits
            && await members.ReadAsync(id, cancellationToken) is { } arrived
            && PrerequisiteFinder
                .NamesOf(arrived)
                .Where(name => arrived.IsComplete || name != PrerequisiteFinder.SeriesName(id))
                .Intersect(names, StringComparer.Ordinal)
                .Any()
        )
            throw new CatalogNotReadyException(arrived.Project);
        // Where one arrived, the series is remembered already.
        if (names.Count == 0 || item.Arrived is not null)
            return names.Count > 0;
        await AddAsync(item, names, cancellationToken);
        message.Composition = await composer.ComposeAsync(item, cancellationToken);
        return NamesOf(message.Composition.Data).Count > 0;
    }

    /// <summary>
    /// Forgets prerequisites that the series of a message no longer lacks. Call it once the message is recorded: until
    /// then, a process that repeats the arrival after a crash has to find the series.
    /// </summary>
    public async Task ForgetArrivedAsync(AnnouncedMessage message, CancellationToken cancellationToken)
    {
        var item = message.Item;
        if (item is not { Type: WebhookType.SeriesUpdated, Only: null } || message.Composition is not { } told)
            return;
        var names = NamesOf(told.Data);
        if (names.Count == 0)
            await awaited.RemoveAsync(item.Id, cancellationToken);
        else if (item.Arrived is not null)
            await AddAsync(item, names, cancellationToken);
    }

    /// <summary>The series that waited for one that arrived.</summary>
    /// <param name="arrival">The announcement of its completion or of its cover letter.</param>
    /// <param name="id">Its id.</param>
    public async Task<IReadOnlyList<(Announcement Item, IReadOnlyList<Subscription> To)>> UpdatesAsync(
        Announcement arrival,
        long id,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        if (
            !all.Any(subscription => subscription.Takes(WebhookType.SeriesUpdated, null))
            || await awaited.AllAsync(cancellationToken) is not { Count: > 0 } waiting
            || await members.ReadAsync(id, cancellationToken) is not { } arrived
        )
            return [];
        var names = PrerequisiteFinder.NamesOf(arrived).ToHashSet(StringComparer.Ordinal);
        // A subscription that waits for the rest of a series waits for patches, not for its cover letter. In a replay
        // the cover letter arrives again.
        if (arrival.Type != WebhookType.SeriesCompleted)
            names.Remove(PrerequisiteFinder.SeriesName(id));
        List<(Announcement, IReadOnlyList<Subscription>)> updates = [];
        foreach (var series in waiting.Where(one => one.Series != id && one.Names.Any(names.Contains)))
        {
            var except = await StillWaitingAsync(series, all, cancellationToken);
            var update = Announcer.UpdateOf(arrival, series.Project, series.Series) with
            {
                Arrived = id,
                Except = except.Count > 0 ? except : null,
            };
            updates.Add((update, [.. all.Where(update.IsFor)]));
        }
        return updates;
    }

    private async Task AddAsync(Announcement item, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        // The message of the completion may still wait for some subscriptions, while others get an update.
        var completed = await completions.OfAsync(item.Id, cancellationToken);
        var completion = completed is [.., var last] ? last.Event : item.Event;
        await awaited.AddAsync(new AwaitedSeries(item.Project, item.Id, completion, names), cancellationToken);
    }

    /// <summary>The subscriptions for which the message of the series' own completion is composed only later.</summary>
    private async Task<IReadOnlyList<string>> StillWaitingAsync(
        AwaitedSeries series,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        var waiting = await settling.FindAsync(series.Project, all, series.Completion, cancellationToken);
        var soon = time.GetUtcNow() + Skew;
        return [.. waiting.Where(one => one.Pending.Due > soon).Select(one => one.Subscription.Id)];
    }

    private List<string> NamesOf(JsonObject data) =>
        [
            .. (data["prerequisites"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(one =>
                    (string?)one["status"] switch
                    {
                        "unresolved" => finder.NameOf(new Prerequisite((string)one["kind"]!, (string)one["value"]!)),
                        "incomplete" => PrerequisiteFinder.SeriesName((long)one["series"]!["id"]!),
                        _ => null,
                    }
                )
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
}
