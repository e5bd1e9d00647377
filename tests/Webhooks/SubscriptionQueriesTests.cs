using Hookwork.Tests.Catalog;
using Hookwork.Tests.SelfHost;
using Hookwork.Webhooks.Announcing;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Webhooks;

public sealed class SubscriptionQueriesTests
{
    [Theory]
    [InlineData("virtio rt:20200101..", true)]
    [InlineData("NOT l:netdev", true)]
    [InlineData("foo:bar", false)]
    [InlineData("d:friday..", false)]
    [InlineData("m:<>", false)]
    public void A_stored_query_that_cannot_be_read_is_a_warning(string query, bool isRead)
    {
        var log = new LogLines();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        var queries = new SubscriptionQueries(FixedClock.Instance, factory.CreateLogger<SubscriptionQueries>());

        Assert.Equal(isRead, queries.Read("ci", query) is not null);
        Assert.Equal(isRead ? 0 : 1, log.Count(LogLevel.Warning, "The query of subscription ci cannot be read"));
    }
}
