using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.Tests.Webhooks;

namespace Hookwork.Tests.Api;

/// <summary>Dates with an offset, which the server converts to the zone of its clock.</summary>
public sealed class ZonesTests
{
    private const string Sydney = "Australia/Sydney";
    private const long Patch = 2170000;

    private static readonly string[] Lists = ["events", "patches", "covers", "series", $"patches/{Patch}/checks"];

    [Theory]
    [InlineData("UTC", "UTC")]
    [InlineData("UTC", null)]
    [InlineData(Sydney, "Australia/Canberra")]
    [InlineData(Sydney, null)]
    [InlineData("Asia/Kolkata", null)]
    [InlineData("America/New_York", null)]
    [InlineData("Pacific/Kiritimati", null)]
    [InlineData("Etc/GMT+12", null)]
    public async Task A_date_with_an_offset_is_that_of_the_servers_clock(string zone, string? setting)
    {
        await using var archive = await StartAsync(zone, new TestClock(), setting);
        using var upstream = new HttpClient { BaseAddress = archive.Patchwork.Url };
        foreach (var list in Lists)
        {
            var all = await IdsAsync(upstream, list, "");
            var dates = (await upstream.GetFromJsonAsync<JsonArray>($"/api/{list}/?per_page=250"))!
                .Select(row => (string)row!["date"]!)
                .ToList();
            foreach (var date in dates.Where((_, at) => at % 15 == 0))
            {
                var local = DateTime.Parse(date, CultureInfo.InvariantCulture);
                var offset = TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(local);
                var utc = local - offset;
                foreach (
                    var query in new[]
                    {
                        $"since={Iso(utc)}Z",
                        $"before={Iso(utc)}Z",
                        $"since={Iso(utc.AddHours(5.5))}%2B05:30",
                        $"since={Iso(utc.AddHours(-11))}-11:00&before={Iso(utc.AddDays(1))}Z",
                        $"before={Iso(utc.AddMicroseconds(1))}Z",
                        $"before={date}",
                        "since=0001-01-01T00:00:00%2B14:00",
                        "since=9999-12-31T23:59:59-12:00",
                        $"since={Iso(utc)}%2B24:00",
                    }
                )
                    Assert.Equal(await IdsAsync(upstream, list, query), await IdsAsync(archive.Client, list, query));
            }
            Assert.NotEmpty(all);
        }
    }

    [Fact]
    public async Task A_check_is_among_those_since_the_moment_before_it()
    {
        await using var archive = await StartAsync(Sydney, TimeProvider.System, null);
        var before = DateTime.UtcNow;
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/patches/{Patch}/checks/")
        {
            Content = JsonContent.Create(new { state = "success", context = "zone" }),
        };
        message.Headers.TryAddWithoutValidation("Authorization", "Token amara-token");
        using var answer = await archive.Client.SendAsync(message);
        var check = (long)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        var after = DateTime.UtcNow.AddSeconds(1);

        var list = $"patches/{Patch}/checks";
        Assert.Equal([check], await IdsAsync(archive.Client, list, $"since={Iso(before)}Z"));
        Assert.Equal([check], await IdsAsync(archive.Client, list, $"since={Iso(before)}Z&before={Iso(after)}Z"));
        Assert.Empty(await IdsAsync(archive.Client, list, $"since={Iso(after)}Z"));
    }

    [Fact]
    public async Task The_zone_is_learned_once_a_day_and_only_for_a_date_with_an_offset()
    {
        var clock = new TestClock();
        await using var archive = await StartAsync(Sydney, clock, null);
        archive.Patchwork.Requests.Clear();
        await IdsAsync(archive.Client, "events", "since=2025-12-01T00:00:00");
        Assert.Equal(0, archive.Patchwork.Requests.Count);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => IdsAsync(archive.Client, "events", Since)));
        var requests = archive.Patchwork.Requests.Count;
        Assert.InRange(requests, 1, 9);
        clock.Advance(TimeSpan.FromHours(23));
        await IdsAsync(archive.Client, "patches", Since);
        Assert.Equal(requests, archive.Patchwork.Requests.Count);

        clock.Advance(TimeSpan.FromHours(2));
        await IdsAsync(archive.Client, "patches", Since);
        Assert.Equal(2 * requests, archive.Patchwork.Requests.Count);
    }

    [Fact]
    public async Task While_the_server_is_away_a_date_with_an_offset_is_one_in_UTC()
    {
        var clock = new TestClock();
        await using var archive = await StartAsync(Sydney, clock, null);
        using var upstream = new HttpClient { BaseAddress = archive.Patchwork.Url };
        using (archive.Patchwork.Faults.Add(Fault.Dropped))
            Assert.Equal(
                await IdsAsync(archive.Client, "events", Since.TrimEnd('Z')),
                await IdsAsync(archive.Client, "events", Since)
            );
        clock.Advance(TimeSpan.FromMinutes(2));

        var shown = await IdsAsync(archive.Client, "events", Since);
        Assert.Equal(await IdsAsync(upstream, "events", Since), shown);
        Assert.NotEqual(await IdsAsync(archive.Client, "events", Since.TrimEnd('Z')), shown);
    }

    [Fact]
    public async Task An_event_with_the_last_date_there_is_fails_no_list()
    {
        await using var archive = await StartAsync("UTC", new TestClock(), null);
        var last = SeriesTests.Event(9999000, "series-created", """{"series": {"id": 484000}}""");
        last["date"] = "9999-12-31T23:59:59";
        archive.Patchwork.Faults.Inject(last);

        Assert.Equal(
            await IdsAsync(archive.Client, "events", Since.TrimEnd('Z')),
            await IdsAsync(archive.Client, "events", Since)
        );
    }

    private const string Since = "since=2025-12-01T12:00:00Z";

    private static Task<ServedArchive> StartAsync(string zone, TimeProvider time, string? setting) =>
        ServedArchive.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 30, TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) },
            time,
            setting is null ? [] : [("Patchwork:TimeZone", setting)]
        );

    private static string Iso(DateTime date) =>
        date.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<long>> IdsAsync(HttpClient client, string list, string query) =>
        [
            .. (await client.GetFromJsonAsync<JsonArray>($"/api/{list}/?per_page=250&{query}"))!.Select(row =>
                (long)row!["id"]!
            ),
        ];
}
