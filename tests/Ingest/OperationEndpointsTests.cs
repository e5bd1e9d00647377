using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary><c>/ops/backfill</c> and <c>/ops/reconcile</c>, as operators call them.</summary>
public sealed class OperationEndpointsTests(OperationEndpointsTests.Host host)
    : IClassFixture<OperationEndpointsTests.Host>
{
    [Fact]
    public async Task A_backfill_is_accepted_goes_on_and_reports_its_end()
    {
        using var answer = await PostAsync(
            "backfill",
            """{"projects": ["qemu-devel", 14], "from": "2025-12-01", "to": "2026-01-01T00:00:00"}"""
        );
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("/status", answer.Headers.Location?.ToString());
        var started = await WalkAsync("backfill", 14);
        Assert.Equal(
            ("Cover", "2025-12-01T00:00:00", "2026-01-01T00:00:00", 0),
            ((string?)started["at"], (string?)started["from"], (string?)started["to"], (int)started["seen"]!)
        );
        Assert.Null(await FindAsync("backfill", 18));

        await host.Deployment.WalkAsync();

        var ended = await WalkAsync("backfill", 14);
        Assert.Null(ended["at"]);
        Assert.NotNull(ended["finishedAt"]);
        Assert.InRange((int)ended["seen"]!, 10, 1000);
        Assert.InRange((int)ended["queued"]!, 10, (int)ended["seen"]!);
    }

    [Theory]
    [InlineData("", "all")]
    [InlineData("{}", "all")]
    [InlineData("""{"scope": null, "projects": []}""", "all")]
    [InlineData("""{"scope": "recent"}""", "recent")]
    [InlineData("""{"scope": "unarchived"}""", "unarchived")]
    public async Task A_reconciliation_is_started_in_every_project(string body, string scope)
    {
        using var answer = await PostAsync("reconcile", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.NotNull((await WalkAsync(scope, 14))["at"]);
        Assert.NotNull((await WalkAsync(scope, 18))["at"]);
    }

    [Theory]
    [InlineData("backfill", "{", "The body is not valid JSON: ")]
    [InlineData("backfill", "\u00ff", "The body is not valid JSON: ")]
    [InlineData("backfill", "[]", "The body is not a JSON object.")]
    [InlineData("backfill", "null", "The body is not a JSON object.")]
    [InlineData("backfill", """{"from": 2025}""", "from is not a string.")]
    [InlineData("backfill", """{"from": "\ud800"}""", "The body is not valid JSON: ")]
    [InlineData(
        "backfill",
        """{"from": "yesterday"}""",
        "from is 'yesterday': give a date such as 2026-01-31 or 2026-01-31T00:00:00."
    )]
    [InlineData("backfill", """{"to": "2026-02-30"}""", "to is '2026-02-30': give a date")]
    [InlineData(
        "backfill",
        """{"from": "2026-02-01", "to": "2026-01-01"}""",
        "from is 2026-02-01 and to is 2026-01-01: from must be the earlier one."
    )]
    [InlineData("backfill", """{"projects": "qemu-devel"}""", "projects is not a list of link names or ids: ")]
    [InlineData("backfill", """{"projects": [null]}""", "projects is not a list of link names or ids: ")]
    [InlineData(
        "backfill",
        """{"projects": ["qemu-devel", "nosuch\n"]}""",
        "projects names 'nosuch\\u000a', which is not followed: /status"
    )]
    [InlineData("backfill", """{"scope": "all"}""", "The field 'scope' is not known here: give projects, from or to.")]
    [InlineData(
        "reconcile",
        """{"from": "2026-01-01"}""",
        "The field 'from' is not known here: give projects or scope."
    )]
    [InlineData("reconcile", """{"scope": "some"}""", "scope is 'some': give recent, unarchived or all.")]
    [InlineData("reconcile", """{"scope": ["all"]}""", "scope is not a string.")]
    [InlineData("reconcile", """{"scope": "all", "scope": "recent"}""", "The body is not valid JSON: ")]
    public async Task What_cannot_be_done_is_answered_with_a_sentence(string operation, string body, string sentence)
    {
        using var answer = await PostAsync(operation, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(
            sentence,
            (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_huge_body_is_refused_before_it_is_read()
    {
        using var answer = await PostAsync("backfill", new string(' ', 20 << 20));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The body is over 64 KiB.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_of_the_same_walk_at_once_are_all_accepted()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => PostAsync("reconcile", """{"scope": "unarchived", "projects": ["uboot"]}"""))
        );
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task A_process_that_never_reached_the_server_says_so()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        string storage;
        await using (var first = await Deployment.StartAsync(patchwork.Url))
        {
            await first.PollAsync();
            storage = first.Storage;
        }
        patchwork.Faults.Add(Fault.Unavailable());
        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage);
        await using var server = await ServedDeployment.StartAsync(deployment);

        using var answer = await server.Client.PostAsync("/ops/backfill", null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.StartsWith(
            "Which projects are followed is not known until the server answers: ",
            (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"],
            StringComparison.Ordinal
        );

        patchwork.Faults.Clear();
        using var again = await server.Client.PostAsync("/ops/backfill", null);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string operation, string body) =>
        host.Client.PostAsync($"/ops/{operation}", new ByteArrayContent(Encoding.Latin1.GetBytes(body)));

    private async Task<JsonNode> WalkAsync(string scope, long project) =>
        await FindAsync(scope, project) ?? throw new InvalidOperationException("There is no such walk.");

    private async Task<JsonNode?> FindAsync(string scope, long project) =>
        JsonNode.Parse(await host.Client.GetStringAsync("/status"))!["walks"]!
            .AsArray()
            .FirstOrDefault(walk =>
                string.Equals((string?)walk!["scope"], scope, StringComparison.OrdinalIgnoreCase)
                && (long)walk!["project"]! == project
            );

    /// <summary>A deployment that follows the server from now on, so that a backfill has work to do.</summary>
    public sealed class Host() : ServedFixture(120, ("Patchwork:Since", "now"));
}
