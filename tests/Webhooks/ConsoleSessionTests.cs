using System.Net;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>The session of an operator: the key, its cookie, and the token of forms.</summary>
public sealed class ConsoleSessionTests : ConsoleVisit
{
    [Fact]
    public async Task The_key_is_entered_once_and_kept_where_scripts_and_other_sites_cannot_use_it()
    {
        using var answer = await PostAsync(null, "/webhooks/sign-in", ("key", Key));

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
        Key = "another";

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
        using var answer = await Browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(evil.Received);
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
}
