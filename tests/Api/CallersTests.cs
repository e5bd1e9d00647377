using System.Net;
using System.Net.Http.Json;
using System.Text;
using Hookwork.Api;
using Hookwork.Ingest;
using Hookwork.Patchwork;
using Hookwork.Recorded;

namespace Hookwork.Tests.Api;

/// <summary>The credentials of callers, which the server checks.</summary>
public sealed class CallersTests : IAsyncLifetime
{
    private const string Patches = "/api/patches/?per_page=3";
    private const string People = "/api/people/";

    private readonly TestClock _clock = new();
    private readonly HttpClient _client = new(
        new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }
    );
    private ServedArchive _archive = null!;

    public async Task InitializeAsync()
    {
        _archive = await ServedArchive.StartAsync(new RecordedPatchworkOptions { VisibleEvents = 20 }, _clock);
        _archive.Patchwork.Administration.SetActive(2, false);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _archive.DisposeAsync();
    }

    private int Checks => _archive.Patchwork.Requests.ToList().Count(request => request.Path == "/api/");

    private int Writes => _archive.Patchwork.Requests.ToList().Count(request => request.Method == "PATCH");

    [Fact]
    public async Task Credentials_are_answered_as_the_server_does()
    {
        (string Method, string Path)[] requests =
        [
            ("GET", Patches),
            ("HEAD", Patches),
            ("OPTIONS", "/api/patches/"),
            ("GET", "/api/"),
            ("GET", "/api/1.1/projects/qemu-devel/"),
            ("GET", "/api/patches/1/"),
            ("GET", "/api/patches/?page=99"),
            ("GET", "/api/patches/?format=xml"),
            ("GET", "/api/nothing/"),
            ("GET", "/api/patches"),
            ("GET", People),
            ("POST", "/api/events/"),
            ("DELETE", "/api/series/1/"),
            ("BREW", "/api/patches/"),
        ];
        string?[] headers =
        [
            null,
            "Token nobody",
            "Token",
            "token a b",
            "Token é",
            "Basic",
            "Basic a b",
            "Basic !",
            $"Basic {Base64("amara:guess")}",
            $"Basic {Base64("amara:amara-password")}",
            "Token lucia-token",
            "  Token   amara-token  ",
            "Bearer nobody",
            "nonsense",
        ];
        foreach (var ((method, path), header) in requests.SelectMany(request => headers.Select(of => (request, of))))
        {
            var (said, shown) = (
                await SendAsync(_archive.Patchwork.Url, method, path, header),
                await SendAsync(_archive.Client.BaseAddress!, method, path, header)
            );
            // Pages are not the server's.
            if (said.Type == "text/html" || (method == "GET" && said.Status == HttpStatusCode.OK))
                (said, shown) = (said with { Body = "" }, shown with { Body = "" });
            Assert.Equal((method, path, header, said), (method, path, header, shown));
        }
    }

    [Fact]
    public async Task A_read_with_bad_credentials_is_refused()
    {
        foreach (
            var (header, reason) in new[]
            {
                ("Token nobody", "Invalid token."),
                ("Token", "Invalid token header. No credentials provided."),
                ("Token lucia-token", "User inactive or deleted."),
                ("Basic YW1hcmE6Z3Vlc3M=", "Invalid username/password."),
            }
        )
        {
            var answer = await ReadAsync(Patches, header);

            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Equal($$"""{"detail":"{{reason}}"}""", answer.Body);
        }
    }

    [Fact]
    public async Task A_valid_token_changes_nothing_of_a_read()
    {
        Assert.Equal(await ReadAsync(Patches, null), await ReadAsync(Patches, "Token amara-token"));
        Assert.Equal(
            await ReadAsync("/api/patches/2170000/", null),
            await ReadAsync("/api/patches/2170000/", "Token amara-token")
        );
    }

    [Theory]
    [InlineData("Token amara-token", HttpStatusCode.OK)]
    [InlineData("Token nobody", HttpStatusCode.Forbidden)]
    public async Task Callers_with_the_same_credentials_share_one_check_a_minute(string header, HttpStatusCode status)
    {
        using (_archive.Patchwork.Faults.Add(Fault.Slow(TimeSpan.FromMilliseconds(300))))
        {
            foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAsync(Patches, header))))
                Assert.Equal(status, answer.Status);
        }
        // The clock moves meanwhile, too.
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(status, (await ReadAsync(Patches, header)).Status);
        Assert.Equal(1, Checks);

        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(status, (await ReadAsync(Patches, header)).Status);
        Assert.Equal(2, Checks);
    }

    [Fact]
    public async Task A_token_that_is_withdrawn_is_refused_a_minute_later()
    {
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(Patches, "Token amara-token")).Status);
        _archive.Patchwork.Administration.SetActive(1, false);
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(HttpStatusCode.Forbidden, (await ReadAsync(People, "Token amara-token")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ReadAsync(Patches, "Token amara-token")).Status);

        // From now on its writes are limited as those with a wrong one.
        var writes = await Task.WhenAll(
            Enumerable.Range(0, 4 * Callers.MostStrangers).Select(_ => WriteAsync("Token amara-token"))
        );
        Assert.Contains(writes, answer => answer.Status == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Who_was_accepted_lately_does_not_wait_for_a_slot()
    {
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(Patches, "Token amara-token")).Status);
        _clock.Advance(TimeSpan.FromSeconds(61));
        List<IAsyncDisposable> slots = [];
        while (await _archive.Deployment.Get<UpstreamSlots>().TryTakeAsync(default) is { } slot)
            slots.Add(slot);

        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(Patches, "Token amara-token")).Status);

        // The check goes on. It would have ended before an answer that waited for it.
        foreach (var slot in slots)
            await slot.DisposeAsync();
        await Eventually.TrueAsync(() => Checks >= 2);
    }

    [Fact]
    public async Task What_everyone_may_see_is_shown_while_credentials_cannot_be_checked()
    {
        foreach (var fault in new[] { Fault.Dropped, Fault.ServerError, Fault.BotWall(200), Fault.BotWall(403) })
        {
            using (_archive.Patchwork.Faults.Add(fault))
            {
                Assert.Equal(await ReadAsync(Patches, null), await ReadAsync(Patches, "Token nobody"));
                Assert.Equal(HttpStatusCode.BadGateway, (await ReadAsync(People, "Token nobody")).Status);
            }
            // Nothing of this is kept.
            Assert.Equal(HttpStatusCode.Forbidden, (await ReadAsync(Patches, "Token nobody")).Status);
            _clock.Advance(TimeSpan.FromSeconds(61));
        }
    }

    [Fact]
    public async Task People_are_shown_to_nobody_if_the_server_does_not_get_the_header()
    {
        using var proxy = new Forgetful();
        using var callers = new Callers(
            new PatchworkWriter(proxy, _archive.Deployment.Get<PatchworkSettings>()),
            _archive.Deployment.Get<UpstreamSlots>(),
            _clock
        );

        Assert.Null(await callers.RefusalAsync("Token nobody", isPublic: true, default));
        Assert.Equal(
            "Authentication credentials were not provided.",
            await callers.RefusalAsync("Token nobody", isPublic: false, default)
        );
    }

    [Fact]
    public async Task A_flood_of_tokens_does_not_reach_the_server()
    {
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(People, "Token amara-token")).Status);
        var before = Checks;
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4 * Callers.MostStrangers).Select(at => ReadAsync(Patches, $"Token guess{at}"))
        );

        Assert.All(answers, answer => Assert.NotEqual(HttpStatusCode.OK, answer.Status));
        var refused = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.All(
            refused,
            answer => Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))
        );
        Assert.Equal(answers.Length - refused.Count, Checks - before);

        // A token that was accepted is not among those that have to wait.
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(People, "Token amara-token")).Status);
    }

    [Fact]
    public async Task Nor_does_a_flood_of_writes_with_tokens_or_without()
    {
        Assert.Equal(HttpStatusCode.OK, (await WriteAsync("Token amara-token")).Status);
        // The same wrong one, too.
        foreach (var authorization in new[] { "", "Token nobody" })
        {
            var same = await Task.WhenAll(
                Enumerable.Range(0, 4 * Callers.MostStrangers).Select(_ => WriteAsync(authorization))
            );
            Assert.Contains(same, answer => answer.Status == HttpStatusCode.TooManyRequests);
            Assert.Contains(same, answer => answer.Status == HttpStatusCode.Forbidden);
        }

        var before = Writes;
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4 * Callers.MostStrangers).Select(at => WriteAsync($"Token guess{at}"))
        );

        var refused = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.All(answers.Except(refused), answer => Assert.Equal(HttpStatusCode.Forbidden, answer.Status));
        Assert.All(
            refused,
            answer => Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))
        );
        Assert.Equal(answers.Length - refused.Count, Writes - before);

        // A token that was accepted is not among those that have to wait.
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await WriteAsync("Token amara-token")).Status);
    }

    [Fact]
    public async Task Nor_does_a_flood_of_writes_with_wrong_tokens_that_take_turns()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8 * Callers.MostStrangers).Select(at => WriteAsync($"Token guess{at % 8}"))
        );

        Assert.Equal(answers.Count(answer => answer.Status == HttpStatusCode.Forbidden), Writes);
        // Each limit may have begun anew while the test ran.
        Assert.InRange(Writes, 8, 2 * (8 + 2 * Callers.MostStrangers));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Task<Answer> ReadAsync(string path, string? authorization) =>
        SendAsync(_archive.Client.BaseAddress!, "GET", path, authorization);

    private Task<Answer> WriteAsync(string authorization) =>
        SendAsync(
            _archive.Client.BaseAddress!,
            "PATCH",
            "/api/patches/2170000/",
            authorization,
            JsonContent.Create(new { state = "accepted" })
        );

    private async Task<Answer> SendAsync(
        Uri server,
        string method,
        string path,
        string? authorization,
        HttpContent? content = null
    )
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), new Uri(server, path)) { Content = content };
        if (authorization is not null)
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await _client.SendAsync(message);
        return new Answer(
            answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType,
            string.Join(", ", answer.Content.Headers.Allow),
            string.Join(", ", answer.Headers.Vary),
            answer.Headers.RetryAfter?.Delta,
            await answer.Content.ReadAsStringAsync()
        );
    }

    /// <summary>Clients behind a proxy that passes no credentials on.</summary>
    private sealed class Forgetful() : DelegatingHandler(new SocketsHttpHandler()), IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.Authorization = null;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed record Answer(
        HttpStatusCode Status,
        string? Type,
        string Allow,
        string Vary,
        TimeSpan? RetryAfter,
        string Body
    );
}
