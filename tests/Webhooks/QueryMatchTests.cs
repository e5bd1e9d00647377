using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork.Resources;
using Hookwork.Tests.Api;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Tests.Webhooks;

/// <summary>A subscription with a query receives the events of the mails that a search with this query finds.</summary>
[Collection(ServedArchive.Collection)]
public sealed class QueryMatchTests(ServedArchive archive)
{
    private const int EventsOfType = 12;
    private const int Queries = 60;

    [Fact]
    public async Task What_a_query_picks_of_the_events_is_what_a_search_finds_of_their_mails()
    {
        var random = new Random(20260417);
        var announcements = await AnnouncementsAsync();
        var newest = announcements
            .Where(item => item.Type == "patch.state-changed")
            .GroupBy(item => item.Id)
            .Select(changes => changes.Max(item => item.Event))
            .ToHashSet();
        var mails = archive.Deployment.Get<EventMails>();
        List<(
            Announcement Item,
            (IReadOnlyList<SearchDocument> Before, IReadOnlyList<SearchDocument> After) Mails,
            IReadOnlyList<string> Names
        )> events = [];
        foreach (
            var item in announcements
                // An older change is matched as its event says, and a search finds the newest one.
                .Where(item => item.Type != "patch.state-changed" || newest.Contains(item.Event))
                .GroupBy(item => item.Type)
                .SelectMany(type => random.GetItems([.. type], EventsOfType))
        )
            events.Add((item, await mails.OfAsync(item, default), await NamesAsync(item)));
        var (picked, left) = (0, 0);

        for (var tries = 0; tries < Queries; tries++)
        {
            var typed = Query(random);
            var query = SearchQuery.Parse(typed, TimeProvider.System);
            var found = await FoundAsync(typed);
            foreach (var (item, read, names) in events)
            {
                var expected = names.Any(found.Contains);
                var matched = EventMails.Match(query, read);
                Assert.True(
                    expected == matched is "after" or "both",
                    $"{typed} of event {item.Event} ({item.Type}, {string.Join(", ", names)}): matched {matched ?? "not"}"
                );
                // Only these changes affect queries.
                Assert.True(
                    matched is null or "both" || item.Type is "patch.state-changed" or "patch.delegated",
                    $"{typed} of {item.Type}: {matched}"
                );
                (picked, left) = expected ? (picked + 1, left) : (picked, left + 1);
            }
        }

        Assert.True(events.Count >= 9 * EventsOfType);
        Assert.True(Math.Min(picked, left) > events.Count * Queries / 10, $"{picked} picked, {left} left");
    }

    [Fact]
    public async Task A_changed_state_or_delegate_is_matched_as_it_was_and_as_it_is()
    {
        var mails = archive.Deployment.Get<EventMails>();
        var changes = (await AnnouncementsAsync())
            .Where(item => item.Type is "patch.state-changed" or "patch.delegated")
            .ToList();
        Assert.NotEmpty(changes);
        foreach (var item in changes.Take(60))
        {
            var json = JsonNode.Parse(
                (await archive.Deployment.Get<EventLog>().ReadAsync(item.Project, [item.Event], default)).Single().Json
            )!;
            var read = await mails.OfAsync(item, default);
            var before =
                item.Type == "patch.state-changed" ? $"state:{(string)json["payload"]!["previous_state"]!}"
                : json["payload"]!["previous_delegate"] is { } previous ? $"delegate:{(string)previous["username"]!}"
                : "is:patch";

            Assert.Contains(
                EventMails.Match(SearchQuery.Parse(before, TimeProvider.System), read),
                (string?[])["before", "both"]
            );
        }
    }

    [Fact]
    public async Task A_change_is_matched_as_its_event_says_though_another_one_followed()
    {
        // The patch came under review, and the archive shows that changes were requested then.
        var change = (await AnnouncementsAsync()).Single(item => item.Event == 9100021);

        var read = await archive.Deployment.Get<EventMails>().OfAsync(change, default);

        Assert.Equal("before", Matched("state:new"));
        Assert.Equal("after", Matched("state:under-review"));
        Assert.Null(Matched("state:changes-requested"));

        string? Matched(string query) => EventMails.Match(SearchQuery.Parse(query, TimeProvider.System), read);
    }

    [Fact]
    public async Task Whether_a_patch_has_comments_is_known_without_reading_them()
    {
        var wire = new Wire();
        await using var other = await OtherAsync(wire);
        var created = (await AnnouncementsAsync()).First(item => item is { Type: "patch.created", Id: 2170001 });

        var read = await other.Get<EventMails>().OfAsync(created, default);

        Assert.True(Assert.Single(read.After).HasComments);
        Assert.DoesNotContain(wire.Requests, request => request.Contains("/Comments(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_series_and_the_rows_of_its_patches_are_read_once_however_many_it_has()
    {
        var wire = new Wire();
        await using var other = await OtherAsync(wire);
        var completed = (await AnnouncementsAsync()).First(item => item is { Type: "series.completed", Id: 484000 });

        var read = await other.Get<EventMails>().OfAsync(completed, default);

        Assert.InRange(read.After.Count, 2, 10);
        Assert.All(read.After, patch => Assert.True(patch.HasCover));
        foreach (var once in new[] { "/Series(", "/Patches()" })
            Assert.Single(wire.Requests, request => request.Contains(once, StringComparison.Ordinal));
        Assert.Equal(
            read.After.Count,
            wire.Requests.Count(request => request.Contains("/Patches(P", StringComparison.Ordinal))
        );
    }

    /// <summary>Another instance over the same storage.</summary>
    private Task<Deployment> OtherAsync(Wire wire) =>
        Deployment.StartAsync(archive.Patchwork.Url, archive.Deployment.Storage, policy: wire);

    /// <summary>A random combination of the queries of the search table.</summary>
    private static string Query(Random random)
    {
        var (one, other) = (
            random.GetItems(SearchTableTests.Typed, 1)[0],
            random.GetItems(SearchTableTests.Typed, 1)[0]
        );
        return random.Next(6) switch
        {
            0 => one,
            1 => $"({one}) OR ({other})",
            2 => $"-({one})",
            3 => $"({one}) OR -({other})",
            4 => $"-({one}) -({other})",
            _ => $"({one}) OR ({other}) OR state:new",
        };
    }

    private async Task<Announcement[]> AnnouncementsAsync()
    {
        List<Announcement> announcements = [];
        foreach (
            var project in JsonNode
                .Parse(await archive.Client.GetStringAsync("api/projects/"))!
                .AsArray()
                .Select(project => (long)project!["id"]!)
        )
        {
            await foreach (var recorded in archive.Deployment.Get<EventLog>().AllAsync(project, default))
            {
                using var json = JsonDocument.Parse(recorded.Json);
                if (
                    EventTarget.Of(ReadEvent.Of(json.RootElement, archive.Patchwork.Url).Event).Item is
                    { Events: [{ } reference] } item
                )
                    announcements.Add(Announcer.Of(item.Kind, item.Id, project, reference));
            }
        }
        return [.. announcements];
    }

    /// <summary>The mails of an event, named as in <see cref="FoundAsync"/>; for a series, its patches.</summary>
    private async Task<IReadOnlyList<string>> NamesAsync(Announcement item)
    {
        if (EventMails.IsComment(item.Type))
            return [$"comment {item.Detail} of {item.Kind.Name()} {item.Id}"];
        if (item.Kind != ResourceKind.Series)
            return [$"{item.Kind.Name()} {item.Id}"];
        var series = JsonNode.Parse(await archive.Client.GetStringAsync($"api/series/{item.Id}/"))!;
        return [.. series["patches"]!.AsArray().Select(patch => $"patch {patch!["id"]}")];
    }

    private async Task<HashSet<string>> FoundAsync(string query)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (
            string? address = $"search?format=json&per_page=250&q={Uri.EscapeDataString(query)}";
            address is not null;

        )
        {
            var page = JsonNode.Parse(await archive.Client.GetStringAsync(address))!;
            found.UnionWith(
                page["hits"]!
                    .AsArray()
                    .Select(hit =>
                        hit!["kind"]!.GetValue<string>() != "comment" ? $"{hit["kind"]} {hit["id"]}"
                        : hit["patch"] is { } patch ? $"comment {hit["id"]} of patch {patch}"
                        : $"comment {hit["id"]} of cover {hit["cover"]}"
                    )
            );
            address = (string?)page["next"];
        }
        return found;
    }
}
