using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>The messages of a completion that wait for a cover letter or a prerequisite.</summary>
public sealed class SettlingCompletionsTests
{
    [Fact]
    public async Task The_deliveries_of_subscriptions_to_other_projects_are_not_read()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        Assert.Empty(
            await deployment
                .Get<SettlingCompletions>()
                .FindAsync(14, [Of("every"), Of("one", 14), Of("other", 15), Of("another", 16)], 1, default)
        );

        Assert.Equal(2, wire.Requests.Count(request => request.Contains("/Deliveries(", StringComparison.Ordinal)));
    }

    private static Subscription Of(string id, params long[] projects) =>
        new()
        {
            Id = id,
            Settings = new SubscriptionSettings { Url = "https://ci.example.org/hook" },
            Projects = projects,
            CreatedAt = DateTimeOffset.UtcNow,
            Secret = "",
        };
}
