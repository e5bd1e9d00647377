using System.Net;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Input;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Console;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Receiving;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Hookwork.Webhooks.Upkeep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hookwork.Webhooks;

/// <summary>Registers the services of webhooks.</summary>
internal static class WebhookServices
{
    /// <summary>Registers everything that sends webhooks.</summary>
    /// <exception cref="SettingsException">A setting is malformed.</exception>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WebhookSettings.Read(configuration));
        services.TryAddSingleton<HostResolver>(Dns.GetHostAddressesAsync);
        services.AddSingleton<TargetConnector>();
        services
            .AddHttpClient(WebhookSender.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                provider.GetRequiredService<TargetConnector>().CreateHandler()
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // URLs may contain secrets.
            .RemoveAllLoggers();
        return services
            .AddSingleton<SecretBox>()
            .AddSingleton<SubscriptionStore>()
            .AddSingleton<SubscriptionRegistry>()
            .AddSingleton<Completions>()
            .AddSingleton<AwaitedPrerequisites>()
            .AddSingleton<CommentChanges>()
            .AddSingleton<DeliveryStore>()
            .AddSingleton<DeliveryHistory>()
            .AddSingleton<MessageLog>()
            .AddSingleton<MessagePoll>()
            .AddSingleton<PayloadStore>()
            .AddSingleton<PayloadComposer>()
            .AddSingleton<PayloadSource>()
            .AddSingleton<EventMails>()
            .AddSingleton<Outbox>()
            .AddSingleton<WebhookQueue>()
            .AddSingleton<ISweep, LostDeliveries>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<Lanes>()
            .AddSingleton<SlowSends>()
            .AddSingleton<Deliverer>()
            .AddSingleton<Drainer>()
            .AddSingleton<SeriesUpdates>()
            .AddSingleton<SettlingCompletions>()
            .AddSingleton<MissingPrerequisites>()
            .AddSingleton<FirstAttempts>()
            .AddSingleton<MessageBodies>()
            .AddSingleton<SubscriptionQueries>()
            .AddSingleton<Fanout>()
            .AddSingleton<IRefreshObserver, Announcer>()
            .AddSingleton<ReplayProgress>()
            .AddSingleton<Replays>()
            .AddSingleton<Wakes>()
            .AddSingleton<WebhookSweep>()
            .AddSingleton<WebhookPruning>()
            .AddSingleton<DueDeliveries>()
            .AddSingleton<ISubscriptionCounts, SubscriptionCounts>()
            .AddSingleton<PushedOrigin>()
            .AddSingleton<PushedEvents>()
            .AddSingleton<ReportAddresses>()
            .AddSingleton<ReportStore>()
            .AddSingleton<Reports>()
            .AddSingleton<AnnouncedValueStore>()
            .AddSingleton<ConditionAnnouncer>()
            .AddSingleton<SubmissionTags>()
            .AddSingleton<SeriesFacts>()
            .AddSingleton<StaleSeries>()
            .AddSingleton<SeriesConditions>()
            .AddConsole();
    }
}
