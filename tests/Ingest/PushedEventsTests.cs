using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Archive.Events;
using Hookwork.Ingest;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.Tests.SelfHost;
using Hookwork.Tests.Webhooks;
using Hookwork.Webhooks;
using Hookwork.Webhooks.Receiving;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Ingest;

public sealed class PushedEventsTests(PushedEventsTests.Receiver receiver) : IClassFixture<PushedEventsTests.Receiver>
{
    [Fact]
    public async Task Two_Hookworks_chained_archive_the_same_in_either_format()
    {
        const int Events = 30;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var first = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?>(Hooks.Local)
            {
                ["Hookwork:PublicUrl"] = "https://first.example.org",
            }
        );
        await using var second = await Receiver.StartAsync(patchwork);
        var hooks = new Hooks(first);
        // An operator would copy the secret into the other deployment's setting.
        await hooks.SubscribeAsync(
            second.Url,
            """{"types": ["patch.created", "patch.completed", "cover.created", "series.created", "series.completed"]}"""
        );
        var (_, _) = await hooks.SubscribeAsync(second.Url, """{"format": "cloudevents"}""");
        foreach (var subscription in await first.Get<SubscriptionStore>().AllAsync(default))
            second.Secrets.AddRange(await first.Get<SubscriptionRegistry>().SecretsAsync(subscription, default));

        await first.RunToIdleAsync();
        await hooks.PumpAsync();
        for (
            var deadline = Deadline.Start();
            (await second.Deployment.Get<Progress>().CountAsync(default)).Events < Events;
            deadline.Check()
        )
        {
            await hooks.PumpAsync();
            await second.Deployment.DrainAsync();
        }

        Assert.Equal(await EventsAsync(first), await EventsAsync(second.Deployment));
        var expected = await first.Get<Progress>().CountAsync(default);
        Assert.Equal(expected, await second.Deployment.Get<Progress>().CountAsync(default));
    }

    [Fact]
    public async Task A_batch_is_taken_once_however_often_it_is_sent()
    {
        var batch = $"[{Event(1)}, {Event(2)}, {Event(2)}, 5, {{}}, {Event(3, project: 999)}]";

        Assert.Equal((202, """{"taken":2,"known":1,"ignored":3}"""), await receiver.SendAsync(batch));
        Assert.Equal((202, """{"taken":0,"known":3,"ignored":3}"""), await receiver.SendAsync(batch));
    }

    [Fact]
    public async Task What_is_not_signed_by_the_secret_or_old_is_refused()
    {
        var other = WebhookSecret.Generate();

        Assert.Equal(401, (await receiver.SendAsync(Event(10), secret: other)).Status);
        Assert.Equal(401, (await receiver.SendAsync(Event(10), age: TimeSpan.FromMinutes(6))).Status);
        Assert.Equal(401, (await receiver.SendAsync(Event(10), age: TimeSpan.FromMinutes(-6))).Status);
        Assert.Equal(401, (await receiver.SendAsync(Event(10), signature: "")).Status);
        Assert.Equal(
            (202, """{"taken":1,"known":0,"ignored":0}"""),
            await receiver.SendAsync(Event(10), age: TimeSpan.FromMinutes(4))
        );
    }

    [Fact]
    public async Task A_flood_of_unsigned_messages_leaves_one_log_line_a_minute()
    {
        var (log, clock) = (new LogLines(), new TestClock());
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var pushed = ActivatorUtilities.CreateInstance<PushedEvents>(
            receiver.Deployment.Get<IServiceProvider>(),
            loggers.CreateLogger<PushedEvents>(),
            clock
        );
        for (var minute = 0; minute < 2; minute++)
        {
            for (var sent = 0; sent < 20; sent++)
                await pushed.TakeAsync(new DefaultHttpContext().Request, default);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, log.Count(LogLevel.Warning, "A pushed message is refused"));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("5", 400)]
    [InlineData("[[[[", 400)]
    [InlineData("{}", 202)]
    [InlineData("[]", 202)]
    [InlineData("""{"type": "webhook.test", "timestamp": "x", "data": {"message": "?"}}""", 202)]
    [InlineData(
        """{"type": "series.completed", "data": {"id": -1, "category": "series-completed", "project": {"id": 14}}}""",
        202
    )]
    [InlineData(
        """{"id": 77, "category": "series-completed", "project": {"id": 14}, "date": "2026-01-01", "payload": null}""",
        202
    )]
    [InlineData(
        """{"id": 78, "category": "\ud800", "project": {"id": 14}, "date": "2026-01-01", "payload": {}}""",
        202
    )]
    [InlineData(
        """{"id": 78, "category": "series-completed", "project": {"id": 14, "url": "\ud800"}, "date": "2026-01-01"}""",
        202
    )]
    [InlineData("""{"\ud800": 1, "id": 78, "category": "series-completed", "project": {"id": 14}}""", 202)]
    [InlineData(
        """{"type": "series.completed", "data": {"id": 78, "category": "\ud800", "project": {"id": 14}}}""",
        202
    )]
    [InlineData("""{"type": "series.completed", "data": {"\ud800": 1, "id": 78, "project": {"id": 14}}}""", 202)]
    [InlineData(
        """{"type": "series.updated", "data": {"id": 79, "category": "patch-created", "project": {"id": 14}, "date": "2026-01-01", "payload": {"patch": {"id": 2170003}}}}""",
        202
    )]
    public async Task What_tells_of_no_event_takes_nothing_in(string body, int status)
    {
        var (answered, text) = await receiver.SendAsync(body);

        Assert.Equal(status, answered);
        if (status == 202)
            Assert.Contains("\"taken\":0", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"id": 14, "link_name": "other", "list_id": "other.example.org"}""",
        "<20251201165547.1-1@example.org>",
        "https://patchwork.example.org/api/",
        "project 14 is other"
    )]
    [InlineData(
        """{"id": 14, "link_name": "qemu-devel", "list_id": "qemu-devel.nongnu.org"}""",
        "<other@example.org>",
        "https://mirror.example.org/api/",
        "patch 2170003 is <other@example.org>"
    )]
    public async Task An_event_of_another_server_is_refused_with_one_sentence(
        string project,
        string messageId,
        string origin,
        string reason
    )
    {
        Assert.Equal(202, (await receiver.SendAsync(Event(20))).Status);
        await receiver.Deployment.DrainAsync();
        var e = JsonNode.Parse(Event(21))!;
        e["project"] = JsonNode.Parse(project);
        e["project"]!["url"] = $"{origin}projects/14/";
        e["payload"]!["patch"]!["msgid"] = messageId;

        var (status, body) = await receiver.SendAsync($"[{Event(22)}, {e.ToJsonString()}]");

        Assert.Equal(409, status);
        var sentence = (string)JsonNode.Parse(body)!["detail"]!;
        Assert.StartsWith(
            $"Event 21 comes from another Patchwork server than the one followed here: at {origin[..^4]} {reason}, at http://127.0.0.1:",
            sentence,
            StringComparison.Ordinal
        );
        Assert.EndsWith("; send it to a Hookwork that follows that server.", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await EventsAsync(receiver.Deployment),
            line =>
                line.Contains("\"id\":21,", StringComparison.Ordinal)
                || line.Contains("\"id\":22,", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Nothing_is_taken_while_the_archive_is_of_another_server()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 5);
        await using var other = await Receiver.StartAsync(patchwork);
        patchwork.Administration.EditPatch(2170000, "msgid", "<other@example.org>");
        await Assert.ThrowsAsync<OtherServerException>(() => other.Deployment.Get<Upstream>().CompareAsync(default));

        var (status, body) = await other.SendAsync(Event(30));

        Assert.Equal(409, status);
        Assert.Contains(
            "The archive in this storage belongs to another Patchwork server",
            body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nothing_is_received_without_a_secret()
    {
        var pushed = ActivatorUtilities.CreateInstance<PushedEvents>(
            receiver.Deployment.Get<IServiceProvider>(),
            new WebhookSettings()
        );

        var answer = await pushed.TakeAsync(new DefaultHttpContext().Request, default);

        Assert.Equal(404, ((IStatusCodeHttpResult)answer).StatusCode);
    }

    [Fact]
    public async Task A_sender_is_told_to_come_again_while_the_server_has_not_said_which_projects_there_are()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        string storage;
        await using (var first = await Deployment.StartAsync(patchwork.Url))
        {
            await first.PollAsync();
            storage = first.Storage;
        }
        patchwork.Faults.Add(Fault.Unavailable());
        await using var late = await Receiver.StartAsync(patchwork, storage);

        var (status, body) = await late.SendAsync(Event(40));
        Assert.Equal(503, status);
        Assert.Contains("send it again later", body, StringComparison.Ordinal);

        patchwork.Faults.Clear();
        Assert.Equal(202, (await late.SendAsync(Event(40))).Status);
    }

    [Fact]
    public async Task A_huge_body_is_refused() =>
        Assert.Equal(413, (await receiver.SendAsync(new string(' ', PushedEvents.LargestBody + 1))).Status);

    private static string Event(long id, long project = 14) =>
        $$$"""{"id": {{{id}}}, "category": "patch-created", "project": {"id": {{{project}}} }, "date": "2026-01-01T00:00:00", "actor": null, "payload": {"patch": {"id": 2170003} } }""";

    private static async Task<IReadOnlyList<string>> EventsAsync(Deployment deployment)
    {
        List<string> events = [];
        foreach (var project in new long[] { 14 })
        {
            await foreach (var e in deployment.Get<EventLog>().AllAsync(project, default))
                events.Add($"{e.Status} {JsonNode.Parse(e.Json)!.ToJsonString()}");
        }
        return events;
    }

    /// <summary>A deployment that does not poll, with its hook behind a real server.</summary>
    public sealed class Receiver : IAsyncLifetime, IAsyncDisposable
    {
        private readonly string _secret = WebhookSecret.Generate();
        private RecordedPatchwork? _own;
        private WebApplication _host = null!;

        internal Deployment Deployment { get; private set; } = null!;

        /// <summary>The accepted secrets; add to them before the first request.</summary>
        internal List<string> Secrets { get; } = [];

        internal string Url => $"{_host.Urls.First()}/hooks/patchwork";

        internal static async Task<Receiver> StartAsync(RecordedPatchwork patchwork, string? storage = null)
        {
            var receiver = new Receiver();
            await receiver.BeginAsync(patchwork, storage);
            return receiver;
        }

        public async Task InitializeAsync() => await BeginAsync(_own = await RecordedPatchwork.StartAsync(), null);

        public async Task<(int Status, string Body)> SendAsync(
            string body,
            string? secret = null,
            TimeSpan age = default,
            string? signature = null
        )
        {
            var timestamp = (DateTimeOffset.UtcNow - age).ToUnixTimeSeconds();
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, Url)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("webhook-id", "msg_test");
            request.Headers.Add("webhook-timestamp", $"{timestamp}");
            request.Headers.Add(
                "webhook-signature",
                signature
                    ?? WebhookSignature.Sign([secret ?? _secret], "msg_test", timestamp, Encoding.UTF8.GetBytes(body))
            );
            using var answer = await client.SendAsync(request);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            await _host.DisposeAsync();
            await Deployment.DisposeAsync();
            if (_own is not null)
                await _own.DisposeAsync();
        }

        private async Task BeginAsync(RecordedPatchwork patchwork, string? storage)
        {
            Secrets.Add(_secret);
            Deployment = await Deployment.StartAsync(
                patchwork.Url,
                storage,
                configure: services => Hooks.Knowing(services, Secrets)
            );
            var function = new ReceiveEvents(Deployment.Get<PushedEvents>());
            _host = await LocalServer.StartAsync(async context =>
                await (await function.RunAsync(context.Request, context.RequestAborted)).ExecuteAsync(context)
            );
        }
    }
}
