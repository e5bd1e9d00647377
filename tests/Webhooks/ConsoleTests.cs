using System.Net;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Site;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Console;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Tests.Webhooks;

/// <summary>The operators' pages for subscriptions and deliveries.</summary>
public sealed class ConsoleTests : ConsoleVisit
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

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
        Assert.Equal(("CI", "CI - Hookwork"), (page.QuerySelector("h1")!.TextContent, page.Title));
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
        Assert.Single(await Deployment.Get<SubscriptionStore>().AllAsync(default));
        await ActAsync(session, path, "delete", ("sure", "true"));
        Assert.Empty(await Deployment.Get<SubscriptionStore>().AllAsync(default));
    }

    [Fact]
    public async Task A_form_larger_than_any_of_these_pages_lets_nobody_in()
    {
        var more = new string('x', 256 << 10);
        using var answer = await PostAsync(null, "/webhooks/sign-in", ("key", Key), ("more", more));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
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
        // A browser that keeps the function key must not fill it in, since it would be sent to the target.
        Assert.Equal("new-password", page.QuerySelector("#token")!.GetAttribute("autocomplete"));
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

        var registry = Deployment.Get<SubscriptionRegistry>();
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
            (await refused.PageAsync()).QuerySelector("[role=alert]")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Deliveries_are_shown_with_their_attempts_and_sent_again()
    {
        await using var target = await Target.StartAsync();
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(session, ("url", target.Url));
        var hooks = new Hooks(Deployment);
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
        page = await refused.PageAsync();
        Assert.Equal("yesterday", Input(page, "since").Value);
        Assert.NotNull(page.QuerySelector("main > [role=alert]"));
    }

    [Fact]
    public async Task A_subscription_shows_since_when_its_target_has_been_failing()
    {
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(session, ("url", "https://ci.example.org/hook"));
        Assert.Null((await PageAsync(session, path)).QuerySelector("p.error"));
        var since = new DateTimeOffset(2026, 11, 1, 9, 30, 0, TimeSpan.Zero);
        await Deployment
            .Get<DeliveryStore>()
            .TryWriteAsync(
                (await OnlyAsync()).Id,
                new TargetHealth
                {
                    Failures = 2,
                    FailingSince = since,
                    LastFailure = since.AddHours(2),
                },
                default
            );

        var page = await PageAsync(session, path);

        Assert.Equal(
            ["2026-11-01 09:30 UTC", "2026-11-01 11:30 UTC"],
            page.QuerySelectorAll("p.error time").Select(time => time.TextContent)
        );
    }

    [Fact]
    public async Task Older_deliveries_are_linked_where_there_are_some()
    {
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(session, ("description", "CI"));
        for (var number = 1; number <= ConsoleEndpoints.DeliveriesShown; number++)
            await AddAsync(number);
        Assert.Null((await PageAsync(session, path)).QuerySelector("a[rel=next]"));

        await AddAsync(ConsoleEndpoints.DeliveriesShown + 1);

        var page = await PageAsync(session, path);
        Assert.Equal(ConsoleEndpoints.DeliveriesShown, page.QuerySelectorAll("tr[data-item]").Length);
        var older = page.QuerySelector("a[rel=next]")!.GetAttribute("href")!;
        Assert.Single((await PageAsync(session, older)).QuerySelectorAll("tr[data-item]"));

        async Task AddAsync(int number) =>
            await Deployment
                .Get<DeliveryStore>()
                .TryAddAsync(
                    (await OnlyAsync()).Id,
                    new PendingDelivery(
                        new Announcement(WebhookType.Test, 0, number),
                        new PayloadKey("0", "0"),
                        DateTimeOffset.UtcNow,
                        null
                    ),
                    default
                );
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
        var page = await answer.PageAsync();

        Assert.StartsWith("Last week: ", page.QuerySelector("#preview h2")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("#preview li"));
        Assert.Equal("/webhooks/new#preview", page.QuerySelector("button[value=preview]")!.GetAttribute("formaction"));
        Assert.Equal("is:patch", Input(page, "query").Value);
        Assert.Empty(await Deployment.Get<SubscriptionStore>().AllAsync(default));

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
    public async Task A_target_that_was_cleared_can_be_typed_again()
    {
        var session = await SignInAsync();
        var (path, _) = await CreateAsync(session, ("url", "https://ci.example.org/hook"));

        using var refused = await ActAsync(session, path, "save");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.False(Input(await refused.PageAsync(), "url").IsReadOnly);
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
            Assert.NotNull((await answer.PageAsync()).QuerySelector("[role=alert]"));
        }
        Assert.Empty(await Deployment.Get<SubscriptionStore>().AllAsync(default));
    }
}
