using Hookwork.Api;
using Hookwork.Archive;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Hosting.Crawlers;
using Hookwork.Hosting.Health;
using Hookwork.Inbox;
using Hookwork.Ingest;
using Hookwork.Input;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Hookwork.Search;
using Hookwork.Site;
using Hookwork.Telemetry;
using Hookwork.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hookwork.Hosting;

/// <summary>Service registration of Hookwork.</summary>
public static class HookworkServices
{
    /// <summary>Registers everything that the functions use.</summary>
    /// <exception cref="SettingsException">A setting is missing or malformed.</exception>
    public static IServiceCollection AddHookwork(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new FirstAnswer(TimeSpan.Zero, TimeProvider.System));
        services.AddTelemetry(configuration);
        return services
            .AddSingleton(HookworkSettings.Read(configuration))
            .AddSingleton(RuntimeSettings.Read(configuration))
            .AddPatchwork(configuration)
            .AddArchive(configuration)
            .AddIngest(configuration)
            .AddWebhooks(configuration)
            .AddCatalog(configuration)
            .AddBuilds()
            .AddSearch()
            .AddApi()
            .AddSite()
            .AddInbox()
            .AddPages()
            .AddSingleton<Readiness>()
            .AddCrawlerLimits(configuration)
            .AddEndpoints()
            .AddHostedService<Startup>();
    }
}
