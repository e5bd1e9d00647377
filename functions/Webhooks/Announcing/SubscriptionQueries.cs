using Hookwork.Catalog.Query;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Reads the queries of subscriptions.</summary>
public sealed partial class SubscriptionQueries(TimeProvider time, ILogger<SubscriptionQueries> logger)
{
    /// <summary>
    /// The query; null for one that cannot be read. It could when the subscription was made, by an earlier version of
    /// Hookwork.
    /// </summary>
    public SearchQuery? Read(string subscription, string query)
    {
        try
        {
            return SearchQuery.Parse(query, time);
        }
        catch (QueryException exception)
        {
            Log.Unreadable(logger, subscription, exception.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The query of subscription {Subscription} cannot be read, so it gets no events: change the query. {Problem}"
        )]
        public static partial void Unreadable(ILogger logger, string subscription, string problem);
    }
}
