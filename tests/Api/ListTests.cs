using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Ingest;
using Hookwork.Recorded;
using Xunit.Abstractions;

namespace Hookwork.Tests.Api;

[Collection(ServedArchive.Collection)]
public sealed partial class ListTests(ServedArchive archive, ITestOutputHelper output)
{
    private const int Requests = 600;

    private static readonly string[] Lists = ["patches", "patches", "covers", "series", "events"];

    private readonly ListModel _model = new();

    [Fact]
    public async Task Any_filters_orders_and_pages_give_what_a_look_at_every_resource_gives()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (pages, empty) = (0, 0);
        for (var request = 0; request < Requests; request++)
        {
            var list = Pick(random, Lists);
            var parameters = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Parameter(random, list)).ToList();
            var path =
                $"/api/{list}/?{string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"))}";
            using var answer = await archive.Client.GetAsync(path);
            if (_model.Page(list, parameters) is not var (ids, count))
            {
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} is {answer.StatusCode}");
                continue;
            }
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} is {answer.StatusCode}");
            var shown = JsonNode
                .Parse(await answer.Content.ReadAsStringAsync())!
                .AsArray()
                .Select(item => (long)item!["id"]!)
                .ToList();
            Assert.True(
                ids.SequenceEqual(shown),
                $"{path} is\n{string.Join(' ', shown)}, not\n{string.Join(' ', ids)}"
            );
            Assert.True(count == LastPage(answer), $"{path} has {LastPage(answer)} pages, not {count}");
            pages += count > 1 ? 1 : 0;
            empty += ids.Count == 0 ? 1 : 0;
        }
        // The requests must yield lists of several pages, and empty ones.
        Assert.InRange(pages, Requests / 10, Requests);
        Assert.InRange(empty, 1, Requests * 2 / 3);
    }

    [Fact]
    public async Task The_last_value_counts_though_it_was_given_before() =>
        Assert.Equal(
            await archive.Client.GetStringAsync("/api/events/?category=cover-created"),
            await archive.Client.GetStringAsync(
                "/api/events/?category=cover-created&category=patch-created&category=cover-created"
            )
        );

    [Fact]
    public async Task Submitters_are_named_by_address_in_any_case_or_by_id()
    {
        var people = _model.Of("patches").Select(item => item["submitter"]!).DistinctBy(one => $"{one["id"]}").Take(3);
        var named = string.Join(
            '&',
            people.Select((one, at) => $"submitter={(at == 0 ? $"{one["id"]}" : $"{one["email"]}".ToUpperInvariant())}")
        );
        var numbered = string.Join('&', people.Select(one => $"submitter={one["id"]}"));

        Assert.Equal(
            await archive.Client.GetStringAsync($"/api/patches/?{numbered}"),
            await archive.Client.GetStringAsync($"/api/patches/?{named}")
        );
        Assert.Equal("[]", await archive.Client.GetStringAsync($"/api/patches/?{named}&submitter=nobody@example.org"));
    }

    /// <summary>What NIPA's poller, kernel-patches-daemon and snowpatch send, with this recording's values.</summary>
    [Theory]
    [InlineData(
        "/api/1.1/events/?category=series-completed&project=qemu-devel&since=2026-03-01+00:00:00&order=date&per_page=100"
    )]
    [InlineData("/api/1.1/series/?project=18&since=2026-02-01T00:00:00.000001&order=date&q=")]
    [InlineData("/api/1.2/patches/?archived=False&delegate=2&project=14&state=1&state=2")]
    [InlineData("/api/1.2/patches/?project=uboot&state=new&state=under-review&archived=false&order=-id")]
    [InlineData("/api/patches/?per_page=100&project=14&series=485821&series=491634")]
    [InlineData("/api/1.1/patches/2170001/checks/?order=-date&per_page=100")]
    [InlineData("/api/1.0/patches/2170001/checks/?state=1&context=checkpatch")]
    public async Task Pollers_get_an_answer_that_is_not_empty(string path)
    {
        var items = JsonNode.Parse(await archive.Client.GetStringAsync(path))!.AsArray();

        Assert.NotEmpty(items);
        if (path.Contains("state=1&state=2", StringComparison.Ordinal))
            Assert.All(
                items,
                item =>
                    Assert.True(
                        (string?)item!["state"] is "new" or "under-review"
                            && (long?)item["delegate"]!["id"] == 2
                            && !(bool)item["archived"]!
                    )
            );
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_for_the_number_of_a_state_once_a_minute()
    {
        var clock = new TestClock();
        await using var served = await ServedArchive.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 30 },
            clock
        );
        var named = await served.Client.GetStringAsync("/api/patches/?state=new&state=under-review");
        using (var fault = served.Patchwork.Faults.Add(Fault.BotWall(), When.On("state=")))
        {
            for (var minute = 1; minute <= 2; minute++, clock.Advance(TimeSpan.FromSeconds(90)))
            {
                for (var again = 0; again < 3; again++)
                    Assert.Equal(named, await served.Client.GetStringAsync("/api/patches/?state=1&state=2"));
                // An empty list would say that there is no such state.
                using var unanswered = await served.Client.GetAsync("/api/patches/?state=1&state=13");
                Assert.Equal(HttpStatusCode.ServiceUnavailable, unanswered.StatusCode);
                Assert.Equal(TimeSpan.FromMinutes(1), unanswered.Headers.RetryAfter?.Delta);
                Assert.Equal(minute, fault.Fired);
            }
        }
        Assert.Equal("[]", await served.Client.GetStringAsync("/api/patches/?state=1&state=13"));
    }

    [Fact]
    public async Task A_list_does_not_wait_for_the_number_of_a_state_as_long_as_others_ask_the_server()
    {
        await using var served = await ServedArchive.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 30 },
            new BriefPatience(),
            ("Patchwork:Parallel", "1")
        );
        var named = await served.Client.GetStringAsync("/api/patches/?state=new");
        await using var slot = await served.Deployment.Get<UpstreamSlots>().TakeAsync(default);

        Assert.Equal(named, await served.Client.GetStringAsync("/api/patches/?state=1").WaitAsync(Deadline.Span));
    }

    [Fact]
    public async Task Pages_that_follow_each_other_have_everything_once()
    {
        foreach (var list in Lists.Distinct())
        {
            List<long> ids = [];
            for (var next = $"/api/{list}/?per_page=250&order=-date"; next is not null; )
            {
                using var answer = await archive.Client.GetAsync(next);
                ids.AddRange(
                    JsonNode
                        .Parse(await answer.Content.ReadAsStringAsync())!
                        .AsArray()
                        .Select(item => (long)item!["id"]!)
                );
                next = Next().Match(answer.Headers.GetValues("Link").Single()) is { Success: true } link
                    ? link.Groups[1].Value
                    : null;
            }
            Assert.Equal(_model.Of(list).Select(item => (long)item["id"]!).Order(), ids.Order());
        }
    }

    [Fact]
    public async Task Every_item_of_a_list_is_that_of_the_recording()
    {
        var origin = archive.Client.BaseAddress!.ToString();
        string[] detailOnly = ["headers", "content", "diff", "prefixes"];
        foreach (var list in Lists.Distinct())
        {
            var recorded = _model.Of(list).ToDictionary(item => (long)item["id"]!);
            for (var page = 1; page <= (recorded.Count + 249) / 250; page++)
            {
                foreach (
                    var item in JsonNode
                        .Parse(await archive.Client.GetStringAsync($"/api/{list}/?per_page=250&page={page}"))!
                        .AsArray()
                )
                {
                    var expected = JsonNode
                        .Parse(
                            recorded[(long)item!["id"]!]
                                .ToJsonString()
                                .Replace("http://patchwork.example.org/", origin, StringComparison.Ordinal)
                        )!
                        .AsObject();
                    foreach (var name in detailOnly)
                        expected.Remove(name);
                    Assert.Equal(expected.ToJsonString(), item.ToJsonString());
                }
            }
        }
    }

    private (string Name, string Value) Parameter(Random random, string list)
    {
        var item = Pick(random, _model.Of(list));
        string[] names = list switch
        {
            "patches" =>
            [
                "state",
                "state",
                "project",
                "submitter",
                "delegate",
                "series",
                "archived",
                "hash",
                "msgid",
                "q",
                "since",
                "before",
                "order",
                "order",
                "page",
                "per_page",
            ],
            "covers" =>
            [
                "project",
                "submitter",
                "series",
                "msgid",
                "q",
                "since",
                "before",
                "order",
                "page",
                "per_page",
            ],
            "series" => ["project", "submitter", "q", "since", "before", "order", "page", "per_page"],
            _ => ["project", "category", "patch", "series", "cover", "since", "before", "order", "page", "per_page"],
        };
        var name = Pick(random, names);
        return (
            name,
            name switch
            {
                "state" => Pick(
                    random,
                    [(string)item["state"]!, "new", "accepted", "nosuch", random.Next(1, 12).ToString()]
                ),
                "project" => Pick(random, ["14", "uboot", "qemu-devel", "18", random.Next(10) == 0 ? "nosuch" : "14"]),
                "submitter" => Pick(
                    random,
                    [
                        (string)item["submitter"]!["email"]!,
                        item["submitter"]!["id"]!.ToString(),
                        random.Next(10) == 0 ? "nobody@example.org" : "80005",
                    ]
                ),
                "delegate" => Pick(random, ["amara", "lucia", "cibot", "2", random.Next(10) == 0 ? "nobody" : "1"]),
                "series" => (
                    item["series"] is JsonArray { Count: > 0 } series
                        ? series[0]!["id"]
                        : item["payload"]?["series"]?["id"]
                )?.ToString() ?? "1",
                "patch" or "cover" => item["payload"]![name]?["id"]!.ToString() ?? "2170003",
                "category" => (string)item["category"]!,
                "archived" => Pick(random, ["true", "False", "false", "True"]),
                "hash" => (string?)item["hash"] ?? "0",
                "msgid" => ((string)item["msgid"]!).Trim('<', '>'),
                "q" => Pick(
                    random,
                    ((string?)item["name"] ?? "arm")
                        .ToUpperInvariant()
                        .Split(' ')
                        .Where(word => word.All(char.IsAsciiLetterOrDigit))
                        .Append("virtio")
                        .ToList()
                ),
                "since" or "before" => Pick(
                    random,
                    [(string)item["date"]!, ((string)item["date"]!).Replace('T', ' '), ((string)item["date"]!)[..10]]
                ),
                "order" => Pick(
                    random,
                    [
                        "id",
                        "-id",
                        "date",
                        "-date",
                        "name",
                        "-name,date",
                        "submitter",
                        "state",
                        "-archived,state",
                        "project,-date",
                        "nosuch",
                    ]
                ),
                "page" => Pick(random, ["1", "2", "3", "last", "9", "0", "x"]),
                _ => Pick(random, ["1", "7", "100", "250", "9999", "0", "-3"]),
            }
        );
    }

    private static int LastPage(HttpResponseMessage answer) =>
        int.Parse(Last().Match(answer.Headers.GetValues("Link").Single()).Groups[1].Value);

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    [GeneratedRegex("[?&]page=([0-9]+)[^>]*>; rel=\"last\"")]
    private static partial Regex Last();

    [GeneratedRegex("<([^>]*)>; rel=\"next\"")]
    private static partial Regex Next();
}
