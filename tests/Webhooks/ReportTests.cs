using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Reporting;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Tests.Webhooks;

/// <summary>Checks that receivers report to the address in a message.</summary>
public sealed class ReportTests(ReportTests.Server server) : IClassFixture<ReportTests.Server>
{
    [Theory]
    [InlineData("series.completed", 5)]
    [InlineData("patch.completed", 1)]
    public async Task A_check_arrives_at_each_patch_of_the_message(string type, int patches)
    {
        var message = server.Message(type);
        var context = $"build-{patches}";

        var (status, answer) = await server.ReportAsync(
            message,
            new JsonObject
            {
                ["state"] = "success",
                ["context"] = context,
                ["target_url"] = "https://ci.example/1",
                ["description"] = "Builds & tests <all>",
                ["token"] = Server.Token,
            }
        );

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((context, "success"), ((string)answer["context"]!, (string)answer["state"]!));
        var checks = answer["checks"]!.AsArray();
        Assert.Equal(patches, checks.Count);
        foreach (var check in checks)
        {
            Assert.Equal("posted", (string)check!["status"]!);
            var arrived = Assert.Single(
                await server.ChecksAsync((long)check["patch"]!),
                check => (string)check["context"]! == context
            );
            Assert.Equal("Builds & tests <all>", (string)arrived["description"]!);
            Assert.Equal("https://ci.example/1", (string)arrived["target_url"]!);
        }
    }

    [Fact]
    public async Task A_repeated_report_is_posted_once_and_a_changed_one_again()
    {
        var message = server.Message("patch.completed");
        var report = Report("twice");
        await server.ReportAsync(message, report);
        var (status, answer) = await server.ReportAsync(message, report);
        Assert.Equal((HttpStatusCode.OK, "posted"), (status, (string)answer["checks"]![0]!["status"]!));
        var patch = (long)answer["checks"]![0]!["patch"]!;
        Assert.Single(await server.ChecksAsync(patch), check => (string)check["context"]! == "twice");

        report["state"] = "fail";
        await server.ReportAsync(message, report);

        Assert.Equal(
            ["success", "fail"],
            (await server.ChecksAsync(patch))
                .Where(check => (string)check["context"]! == "twice")
                .OrderBy(check => (long)check["id"]!)
                .Select(check => (string)check["state"]!)
        );
        Assert.NotNull(await server.ShownAsync(message, "twice"));
    }

    [Fact]
    public async Task The_same_check_of_two_users_is_posted_for_each()
    {
        var message = server.Message("patch.completed");
        var report = Report("both");
        var (_, first) = await server.ReportAsync(message, report);
        report["token"] = "cibot-token";

        var (status, _) = await server.ReportAsync(message, report);

        Assert.Equal(HttpStatusCode.OK, status);
        var posted = (await server.ChecksAsync((long)first["checks"]![0]!["patch"]!))
            .Where(check => (string)check["context"]! == "both")
            .Select(check => (string)check["user"]!["username"]!);
        Assert.Equal(["amara", "cibot"], posted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_wrong_token_is_tried_once_and_the_refusal_is_said_of_each_patch()
    {
        var report = Report("refused");
        report["token"] = "wrong";
        server.Patchwork.Requests.Clear();

        var (status, answer) = await server.ReportAsync(server.Message("series.completed"), report);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Single(server.Patchwork.Requests.ToList(), request => request.Method == "POST");
        Assert.Equal(5, answer["checks"]!.AsArray().Count);
        Assert.All(
            answer["checks"]!.AsArray(),
            check =>
            {
                Assert.Equal("refused", (string)check!["status"]!);
                Assert.Contains("403", (string)check["reason"]!, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task A_report_waits_while_Patchwork_is_away_and_the_token_is_not_readable_meanwhile()
    {
        var message = server.Message("series.completed");
        using var fault = server.Patchwork.Faults.Add(Fault.Unavailable(), When.On("/checks/").Only(2));

        var (status, answer) = await server.ReportAsync(message, Report("patient"));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.All(answer["checks"]!.AsArray(), check => Assert.Equal("waiting", (string)check!["status"]!));
        var scope = await server
            .Hooks.Deployment.Get<ReportAddresses>()
            .ReadAsync(Server.PathOf(message)["/report/".Length..], default);
        var key = ReportKey.Of(scope!.Partition, "patient", Server.Token);
        var store = server.Hooks.Deployment.Get<ReportStore>();
        var waiting = await store.GetAsync(key, default);
        Assert.DoesNotContain(Server.Token, waiting!.Token!, StringComparison.Ordinal);

        // The first attempt met one fault, the second meets the other.
        await server.ResumeAsync(key);
        Assert.True((await store.GetAsync(key, default))!.IsWaiting);
        await server.ResumeAsync(key);

        var done = await store.GetAsync(key, default);
        Assert.All(done!.Patches, patch => Assert.Equal(PatchReport.Posted, patch.Status));
        Assert.Null(done.Token);
        foreach (var patch in done.Patches)
            Assert.Single(await server.ChecksAsync(patch.Patch), check => (string)check["context"]! == "patient");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task What_a_bot_wall_answers_to_a_report_is_no_answer_of_Patchwork(int wall)
    {
        var (message, report) = (server.Message("patch.completed"), Report($"walled-{wall}"));
        using (server.Patchwork.Faults.Add(Fault.BotWall(wall), When.On("/checks/")))
        {
            var (waits, answer) = await server.ReportAsync(message, report);

            Assert.Equal(HttpStatusCode.Accepted, waits);
            Assert.StartsWith("A bot wall", (string)answer["checks"]![0]!["reason"]!, StringComparison.Ordinal);
        }

        var (status, _) = await server.ReportAsync(message, report);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_check_is_posted_once_even_if_a_wake_comes_while_its_report_is_tried()
    {
        var message = server.Message("series.completed");
        var scope = await server
            .Hooks.Deployment.Get<ReportAddresses>()
            .ReadAsync(Server.PathOf(message)["/report/".Length..], default);
        var key = ReportKey.Of(scope!.Partition, "slow", Server.Token);
        var store = server.Hooks.Deployment.Get<ReportStore>();
        Task<(HttpStatusCode, JsonNode)> first;
        using (server.Patchwork.Faults.Add(Fault.Slow(TimeSpan.FromSeconds(1)), When.On("/checks/")))
        {
            first = server.ReportAsync(message, Report("slow"));
            await Eventually.TrueAsync(async () => await store.GetAsync(key, default) is not null);
            // Patchwork may take a minute for a check, after half a minute for a slot.
            Assert.True((await store.GetAsync(key, default))!.Due > DateTimeOffset.UtcNow.AddMinutes(1.5));

            await server.Hooks.Deployment.Get<Reports>().ResumeAsync(key, DateTimeOffset.UtcNow, default);
            await first;
        }

        var report = (await store.GetAsync(key, default))!;
        Assert.Equal(5, report.Patches.Count);
        foreach (var patch in report.Patches)
            Assert.Single(await server.ChecksAsync(patch.Patch), check => (string)check["context"]! == "slow");
    }

    [Fact]
    public async Task A_check_is_posted_once_even_if_its_report_is_sent_again_meanwhile()
    {
        var message = server.Message("series.completed");
        IReadOnlyList<long> patches;
        using (server.Patchwork.Faults.Add(Fault.Slow(TimeSpan.FromSeconds(1)), When.On("/checks/")))
        {
            var first = server.ReportAsync(message, Report("again"));
            await Eventually.TrueAsync(async () => await server.ShownAsync(message, "again") is not null);

            var (status, answer) = await server.ReportAsync(message, Report("again"));

            Assert.Equal(HttpStatusCode.Accepted, status);
            patches = [.. answer["checks"]!.AsArray().Select(check => (long)check!["patch"]!)];
            await first;
        }
        Assert.Equal(5, patches.Count);
        foreach (var patch in patches)
            Assert.Single(await server.ChecksAsync(patch), check => (string)check["context"]! == "again");
    }

    [Fact]
    public async Task A_check_is_posted_once_even_if_its_reporter_does_not_wait()
    {
        var message = server.Message("patch.completed");
        var once = When.On("/checks/").Only(1);
        using var fault = server.Patchwork.Faults.Add(Fault.Slow(TimeSpan.FromSeconds(1)), once);
        using var impatience = new CancellationTokenSource();
        var (path, report) = (Server.PathOf(message), Report("hung-up"));
        var reporting = server.Mirror.Client.PostAsJsonAsync(path, report, impatience.Token);
        await Eventually.TrueAsync(() => fault.Fired > 0);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reporting);

        await Eventually.TrueAsync(IsPostedAsync);
        Assert.Single(
            await server.ChecksAsync((long)message["data"]!["patch"]!["id"]!),
            check => (string)check["context"]! == "hung-up"
        );

        async Task<bool> IsPostedAsync() =>
            (string?)(await server.ShownAsync(message, "hung-up"))?["checks"]![0]!["status"] == "posted";
    }

    [Fact]
    public async Task A_check_is_posted_once_even_if_many_report_it_at_the_same_moment()
    {
        var message = server.Message("patch.completed");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => server.ReportAsync(message, Report("crowd")))
        );

        var patch = (long)answers[0].Answer["checks"]![0]!["patch"]!;
        Assert.Single(await server.ChecksAsync(patch), check => (string)check["context"]! == "crowd");
    }

    [Theory]
    [InlineData("{}", "Give a state")]
    [InlineData("""{"state": "ok", "token": "x"}""", "Give a state")]
    [InlineData("""{"state": 1, "token": "x"}""", "not a string")]
    [InlineData("""{"state": "fail"}""", "your own Patchwork API token")]
    [InlineData("""{"state": "fail", "token": "a b"}""", "your own Patchwork API token")]
    [InlineData("""{"state": "fail", "token": "x\r\nHost: y"}""", "your own Patchwork API token")]
    [InlineData("""{"state": "fail", "token": "x", "context": "a b"}""", "context is 'a b': give")]
    [InlineData("""{"state": "fail", "token": "x", "context": "../x"}""", "context is '../x': give")]
    [InlineData("""{"state": "fail", "token": "x", "target_url": "javascript:alert(1)"}""", "target_url")]
    [InlineData("""{"state": "fail", "token": "x", "user": 1}""", "no field 'user'")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("", "Give a state")]
    [InlineData("""{"state": "fail", "state": "success", "token": "x"}""", "not valid JSON")]
    [InlineData("""{"state": "fail", "token": "\ud800"}""", "not valid JSON")]
    public async Task What_is_not_a_report_is_refused(string body, string reason)
    {
        using var answer = await server.Mirror.Client.PostAsync(
            Server.PathOf(server.Message("series.completed")),
            new StringContent(body, MediaTypeHeaderValue.Parse("application/json"))
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5_000, "longer than 4000 characters")]
    [InlineData(70_000, "over 64 KiB")]
    public async Task A_report_that_is_too_long_is_refused(int length, string reason)
    {
        var report = Report("long");
        report["description"] = new string('x', length);

        using var answer = await server.Mirror.Client.PostAsJsonAsync(
            Server.PathOf(server.Message("series.completed")),
            report
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_good_for_its_message_and_its_time_only()
    {
        var path = Server.PathOf(server.Message("series.completed"));
        var bytes = WebEncoders.Base64UrlDecode(path["/report/".Length..]);
        bytes[^1] ^= 1;
        var secret = await server
            .Hooks.Deployment.Get<Hookwork.Webhooks.Subscriptions.SecretBox>()
            .ProtectAsync("whsec_a secret of a subscription x", default);
        foreach (var token in (string[])[WebEncoders.Base64UrlEncode(bytes), secret, "x", new string('A', 3000)])
        {
            using var answer = await server.Mirror.Client.PostAsJsonAsync($"/report/{token}", Report("other"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        var clock = new TestClock();
        clock.Advance(TimeSpan.FromDays(31));
        await using var later = await Deployment.StartAsync(
            server.Patchwork.Url,
            server.Hooks.Deployment.Storage,
            clock,
            Server.Settings
        );
        Assert.Null(await later.Get<ReportAddresses>().ReadAsync(path["/report/".Length..], default));
    }

    private static JsonObject Report(string context) =>
        new()
        {
            ["state"] = "success",
            ["context"] = context,
            ["token"] = Server.Token,
        };

    /// <summary>A mirror with a public address, and the messages of the first series.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public const string Token = "amara-token";

        internal static readonly Dictionary<string, string?> Settings = new(Hooks.Local)
        {
            ["Hookwork:PublicUrl"] = "https://mirror.example",
        };

        private Target _target = null!;

        internal RecordedPatchwork Patchwork { get; private set; } = null!;
        internal Hooks Hooks { get; private set; } = null!;
        internal ServedDeployment Mirror { get; private set; } = null!;

        internal JsonNode Message(string type) => _target.Received.First(message => message.Type == type).Json;

        internal static string PathOf(JsonNode message) =>
            new Uri((string)message["data"]!["report_url"]!).AbsolutePath;

        internal async Task<(HttpStatusCode Status, JsonNode Answer)> ReportAsync(JsonNode message, JsonObject report)
        {
            using var answer = await Mirror.Client.PostAsJsonAsync(PathOf(message), report);
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
        }

        /// <summary>A message's report in a context, as its address shows it; null if there is none.</summary>
        internal async Task<JsonNode?> ShownAsync(JsonNode message, string context) =>
            JsonNode.Parse(await Mirror.Client.GetStringAsync(PathOf(message)))!["reports"]!
                .AsArray()
                .FirstOrDefault(report => (string)report!["context"]! == context);

        internal async Task<IReadOnlyList<JsonNode>> ChecksAsync(long patch)
        {
            using var client = new HttpClient { BaseAddress = Patchwork.Url };
            return
            [
                .. JsonNode
                    .Parse(await client.GetStringAsync($"api/patches/{patch}/checks/?per_page=100"))!
                    .AsArray()
                    .OfType<JsonNode>(),
            ];
        }

        /// <summary>Tries a report again once it is due.</summary>
        internal async Task ResumeAsync(ReportKey key)
        {
            var found = await Hooks.Deployment.Get<ReportStore>().GetAsync(key, default);
            await Hooks.Deployment.Get<Reports>().ResumeAsync(key, found!.Due, default);
        }

        public async Task InitializeAsync()
        {
            Patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 13);
            Hooks = new Hooks(await Deployment.StartAsync(Patchwork.Url, settings: Settings));
            _target = await Target.StartAsync();
            await Hooks.SubscribeAsync(_target.Url, """{"types": ["series.completed", "patch.completed"]}""");
            await Hooks.RunAsync();
            Mirror = await ServedDeployment.StartAsync(Hooks.Deployment);
        }

        public async Task DisposeAsync()
        {
            await Mirror.DisposeAsync();
            await Hooks.Deployment.DisposeAsync();
            await _target.DisposeAsync();
            await Patchwork.DisposeAsync();
        }
    }
}
