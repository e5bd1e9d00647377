using System.Net;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
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
        services.AddSingleton<SecretBox>();
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<SubscriptionRegistry>();
        services.AddSingleton<Completions>();
        services.AddSingleton<AwaitedPrerequisites>();
        services.AddSingleton<CommentChanges>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<DeliveryHistory>();
        services.AddSingleton<MessageLog>();
        services.AddSingleton<PayloadStore>();
        services.AddSingleton<PayloadComposer>();
        services.AddSingleton<PayloadSource>();
        services.AddSingleton<EventMails>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<ISweep, LostDeliveries>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<Lanes>();
        services.AddSingleton<SlowSends>();
        services.AddSingleton<Deliverer>();
        services.AddSingleton<Drainer>();
        services.AddSingleton<SeriesUpdates>();
        services.AddSingleton<SettlingCompletions>().AddSingleton<MissingPrerequisites>();
        services.AddSingleton<FirstAttempts>();
        services.AddSingleton<MessageBodies>();
        services.AddSingleton<SubscriptionQueries>();
        services.AddSingleton<Fanout>();
        services.AddSingleton<IRefreshObserver, Announcer>();
        services.AddSingleton<ReplayProgress>();
        services.AddSingleton<Replays>();
        services.AddSingleton<Wakes>();
        services.AddSingleton<WebhookSweep>();
        services.AddSingleton<WebhookPruning>();
        services.AddSingleton<DueDeliveries>();
        services.AddSingleton<PushedOrigin>();
        services.AddSingleton<PushedEvents>();
        return services.AddReports().AddConditions().AddConsole();
    }
}
