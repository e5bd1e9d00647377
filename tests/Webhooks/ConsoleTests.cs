using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>The operators' pages, behind a runtime that checks the function key.</summary>
public sealed class ConsoleTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    private readonly TestClock _clock = new();
    private string _key = "the-function-key/+=";
    private RecordedPatchwork _patchwork = null!;
    private Deployment _deployment = null!;
    private ServedDeployment _server = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = WebhookHost.Events }
        );
        _clock.Follow(_patchwork.Time);
        _deployment = await Deployment.StartAsync(_patchwork.Url, time: _clock, settings: Hooks.Local);
        _server = await ServedDeployment.StartAsync(_deployment, key: () => _key);
        // The tests carry cookies themselves, to see them.
        _browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = _server.Client.BaseAddress,
        };
        await _deployment.RunToIdleAsync();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
        await _deployment.DisposeAsync();
        await _patchwork.DisposeAsync();
    }

    [Fact]
    public async Task The_key_is_entered_once_and_kept_where_scripts_and_other_sites_cannot_use_it()
    {
        using var answer = await PostAsync(null, "/webhooks/sign-in", ("key", _key));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split("; ");
        Assert.StartsWith("hookwork-operator=", cookie[0], StringComparison.Ordinal);
        Assert.Equal(
            ["httponly", "max-age=43200", "path=/webhooks/", "samesite=strict", "secure"],
            cookie.Skip(1).Order(StringComparer.Ordinal)
        );
        using var page = await GetAsync(cookie[0], "/webhooks/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("no-store", page.Headers.CacheControl?.ToString());
        Assert.Equal("DENY", page.Headers.GetValues("X-Frame-Options").Single());
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("no subscription yet", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("a\r\nb")]
    public async Task A_wrong_key_opens_nothing(string key)
    {
        using var answer = await PostAsync(null, "/webhooks/sign-in", ("key", key));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        using var page = await GetAsync("hookwork-operator=AAAAAAAAAAAAAAAAAAAAAA.d3Jvbmc", "/webhooks/");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
    }

    [Theory]
    [InlineData("hookwork-operator=")]
    [InlineData("hookwork-operator=.")]
    [InlineData("hookwork-operator=%%%.%%%")]
    [InlineData("hookwork-operator=AAAA.AAAA.AAAA")]
    [InlineData("other=1")]
    public async Task A_cookie_that_is_none_leads_to_the_form_for_the_key(string cookie)
    {
        foreach (var path in new[] { "/webhooks/", "/webhooks/new", $"/webhooks/{new string('0', 32)}/" })
        {
            using var page = await GetAsync(cookie, path);
            Assert.NotNull(await FormAsync(page, "sign-in"));
        }
    }

    [Fact]
    public async Task A_key_that_is_changed_ends_the_session()
    {
        var session = await SignInAsync();
        _key = "another";

        using var page = await GetAsync(session, "/webhooks/");

        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains(
            "expires=Thu, 01 Jan 1970",
            page.Headers.GetValues("Set-Cookie").Single(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_address_that_the_key_is_sent_to_is_not_the_visitors_choice()
    {
        await using var evil = await Target.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/sign-in")
        {
            Content = new FormUrlEncodedContent([new("key", "guess")]),
        };
        request.Headers.Host = new Uri(evil.Url).Authority;
        using var answer = await _browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(evil.Received);
    }

    [Fact]
    public async Task A_subscription_is_created_shown_changed_and_deleted()
    {
        var session = await SignInAsync();
        var (path, secret) = await CreateAsync(
            session,
            ("description", "CI"),
            ("query", "s:vhost"),
            ("types", "series.completed")
        );
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);

        var page = await PageAsync(session, path);
        Assert.DoesNotContain(secret, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("CI", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("s:vhost", Input(page, "query").Value);

        await ActAsync(session, path, "pause");
        Assert.Equal(SubscriptionStatus.Paused, (await OnlyAsync()).Status);
        await ActAsync(session, path, "resume");
        Assert.Equal(SubscriptionStatus.Active, (await OnlyAsync()).Status);
        await ActAsync(
            session,
            path,
            "save",
            ("description", "CI 2"),
            ("format", "cloudevents"),
            ("settle", "5"),
            ("reviewedTags", "2"),
            ("reviewedKinds", "Tested-by"),
            ("staleDays", "30")
        );
        var changed = (await OnlyAsync()).Settings;
        Assert.Equal(
            ("CI 2", null, "cloudevents", 5),
            (changed.Description, changed.Query, changed.Format, changed.Settle)
        );

        Assert.Equal(
            (2, "Tested-by", 30),
            (changed.Reviewed.Tags, string.Join(' ', changed.Reviewed.Kinds), changed.StaleDays)
        );
        Assert.Equal("30", Input(await PageAsync(session, path), "staleDays").Value);

        var before = (await OnlyAsync()).Secret;
        using var rotated = await ActAsync(session, path, "rotate-secret");
        Assert.Contains("whsec_", await rotated.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(before, (await OnlyAsync()).Secret);

        await ActAsync(session, path, "delete");
        Assert.Single(await _deployment.Get<SubscriptionStore>().AllAsync(default));
        await ActAsync(session, path, "delete", ("sure", "true"));
        Assert.Empty(await _deployment.Get<SubscriptionStore>().AllAsync(default));
    }

    [Fact]
    public async Task A_format_and_its_token_are_entered_and_the_token_is_not_shown_again()
    {
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(
            session,
            ("url", "https://api.github.com/repos/qemu/ci/dispatches"),
            ("format", "github"),
            ("token", "t0ps3cret")
        );

        var page = await PageAsync(session, path);
        Assert.DoesNotContain("t0ps3cret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("github", page.QuerySelector("select[name=format] option[selected]")!.TextContent);
        Assert.Equal(
            ["standard", "cloudevents", "github", "gitlab", "slack", "matrix"],
            page.QuerySelectorAll("select[name=format] option").Select(option => option.TextContent)
        );
        await ActAsync(
            session,
            path,
            "save",
            ("url", "https://api.github.com/repos/qemu/ci/dispatches"),
            ("format", "github"),
            ("token", "")
        );

        var registry = _deployment.Get<SubscriptionRegistry>();
        Assert.Equal("t0ps3cret", await registry.TokenAsync(await OnlyAsync(), default));
        using var refused = await ActAsync(
            session,
            path,
            "save",
            ("url", "https://ci.example.org/"),
            ("format", "slack")
        );
        Assert.Contains(
            "incoming webhook",
            (await ReadAsync(refused)).QuerySelector("[role=alert]")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Deliveries_are_shown_with_their_attempts_and_sent_again()
    {
        await using var target = await Target.StartAsync();
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(session, ("url", target.Url));
        var hooks = new Hooks(_deployment);
        await ActAsync(session, path, "test");
        await hooks.PumpAsync();
        Assert.Single(target.Received);

        var page = await PageAsync(session, path);
        var row = page.QuerySelectorAll("tr[data-item]").Single();
        Assert.Contains("webhook.test", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("delivered", row.TextContent, StringComparison.Ordinal);
        Assert.Empty((await PageAsync(session, $"{path}?state=failed")).QuerySelectorAll("tr[data-item]"));

        await ActAsync(
            session,
            path,
            "replay-one",
            ("key", row.QuerySelector("input[name=key]")!.GetAttribute("value")!)
        );
        await hooks.PumpAsync();
        Assert.Equal(2, target.Received.Count);
        await ActAsync(session, path, "replay", ("since", "2020-01-01"));
        await hooks.PumpAsync();
        Assert.InRange(target.Received.Count, 3, 40);
        using var refused = await ActAsync(session, path, "replay", ("since", "yesterday"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_preview_shows_what_the_query_matched_in_the_last_week()
    {
        var session = await SignInAsync();
        using var answer = await SendFormAsync(
            session,
            "/webhooks/new",
            "/webhooks/new",
            ("do", "preview"),
            ("query", "is:patch")
        );
        var page = await ReadAsync(answer);

        Assert.StartsWith("Last week: ", page.QuerySelector("#preview h2")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("#preview li"));
        Assert.Equal("is:patch", Input(page, "query").Value);
        Assert.Empty(await _deployment.Get<SubscriptionStore>().AllAsync(default));

        using var wrong = await SendFormAsync(
            session,
            "/webhooks/new",
            "/webhooks/new",
            ("do", "preview"),
            ("query", "s:(a) OR (b")
        );
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task A_form_without_the_sessions_token_or_of_another_site_changes_nothing()
    {
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(session);
        var token = (await TokenAsync(session, path))!;
        var other = (await TokenAsync(await SignInAsync(), path))!;
        Assert.NotEqual(token, other);

        foreach (
            var (sent, name, value) in new[]
            {
                ("", "Sec-Fetch-Site", "same-origin"),
                (other, "Sec-Fetch-Site", "same-origin"),
                (token, "Sec-Fetch-Site", "cross-site"),
                (token, "Sec-Fetch-Site", "same-site"),
                (token, "Origin", "https://evil.example"),
                (token, "Origin", "null"),
            }
        )
        {
            foreach (
                var (address, action) in new[]
                {
                    (path, "pause"),
                    ("/webhooks/new", "save"),
                    ("/webhooks/sign-out", ""),
                }
            )
            {
                using var answer = await SendAsync(session, address, [(name, value)], ("_token", sent), ("do", action));
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }
        Assert.Equal(SubscriptionStatus.Active, (await OnlyAsync()).Status);
    }

    [Fact]
    public async Task Hostile_names_are_shown_as_text()
    {
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(session, ("description", Hostile), ("query", "s:\"<b>\""));

        foreach (var address in new[] { "/webhooks/", path })
        {
            var page = await PageAsync(session, address);
            Assert.Contains(Hostile, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.QuerySelectorAll("main script, main img, main b, [onerror]"));
        }
        Assert.Equal(Hostile, Input(await PageAsync(session, path), "description").Value);
    }

    [Fact]
    public async Task What_the_API_refuses_is_said_beside_the_form()
    {
        var session = await SignInAsync();
        foreach (
            var (name, value) in new[]
            {
                ("url", "http://192.0.2.1/"),
                ("settle", "x"),
                ("types", "nonsense"),
                ("staleDays", "0"),
                ("reviewedKinds", "Nacked-by"),
                ("projects", "nosuch"),
            }
        )
        {
            using var answer = await SendFormAsync(
                session,
                "/webhooks/new",
                "/webhooks/new",
                ("do", "save"),
                (name, value)
            );
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.NotNull((await ReadAsync(answer)).QuerySelector("[role=alert]"));
        }
        Assert.Empty(await _deployment.Get<SubscriptionStore>().AllAsync(default));
    }

    private async Task<string> SignInAsync()
    {
        using var answer = await PostAsync(null, "/webhooks/sign-in", ("key", _key));
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<(string Path, string Secret)> CreateAsync(
        string session,
        params (string Name, string Value)[] fields
    )
    {
        using var answer = await SendFormAsync(session, "/webhooks/new", "/webhooks/new", [("do", "save"), .. fields]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await ReadAsync(answer);
        return ($"/webhooks/{(await OnlyAsync()).Id}/", page.QuerySelector("pre.copy")!.TextContent);
    }

    private async Task<Subscription> OnlyAsync() =>
        (await _deployment.Get<SubscriptionStore>().AllAsync(default)).Single();

    private Task<HttpResponseMessage> ActAsync(
        string session,
        string path,
        string action,
        params (string, string)[] fields
    ) => SendFormAsync(session, path, path, [("do", action), .. fields]);

    /// <summary>Sends a form with the token that a page has.</summary>
    private async Task<HttpResponseMessage> SendFormAsync(
        string session,
        string page,
        string address,
        params (string, string)[] fields
    ) => await PostAsync(session, address, [("_token", (await TokenAsync(session, page))!), .. fields]);

    private async Task<string?> TokenAsync(string session, string path) =>
        (await PageAsync(session, path)).QuerySelector("input[name=_token]")?.GetAttribute("value");

    private async Task<IHtmlDocument> PageAsync(string session, string path)
    {
        using var answer = await GetAsync(session, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    private Task<HttpResponseMessage> PostAsync(string? session, string address, params (string, string)[] fields) =>
        SendAsync(
            session,
            address,
            [("Origin", _browser.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin")],
            fields
        );

    private async Task<HttpResponseMessage> SendAsync(
        string? session,
        string address,
        (string Name, string Value)[] headers,
        params (string Name, string Value)[] fields
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (session is not null)
            request.Headers.Add("Cookie", session);
        return await _browser.SendAsync(request);
    }

    private async Task<HttpResponseMessage> GetAsync(string cookie, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookie);
        return await _browser.SendAsync(request);
    }

    private static IHtmlInputElement Input(IHtmlDocument page, string name) =>
        (IHtmlInputElement)page.QuerySelector($"form.fields input[name={name}]")!;

    private static async Task<IElement?> FormAsync(HttpResponseMessage answer, string action) =>
        (await ReadAsync(answer)).QuerySelector($"form[action='/webhooks/{action}']");

    private static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
}
