using Hookwork.Api;
using Hookwork.Api.Lists;
using Hookwork.Archive;
using Hookwork.Catalog;
using Hookwork.Health;
using Hookwork.Ingest;
using Hookwork.Patchwork;
using Hookwork.Search;
using Hookwork.Telemetry;
using Hookwork.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Hookwork;

/// <summary>Puts Hookwork together.</summary>
public static class HookworkServices
{
    /// <summary>Registers everything that the functions use.</summary>
    /// <exception cref="SettingsException">A setting is missing or malformed.</exception>
    public static IServiceCollection AddHookwork(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRouting();
        // Nothing secret stands in an answer beside what the caller sent, so that its compressed length tells nothing.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/mbox", "application/atom+xml"];
        });
        // Four lines for each request to upstream say less than the one that Hookwork writes when it fails.
        services.AddLogging(logging => logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        services.AddTelemetry(configuration);
        services.AddSingleton(HookworkSettings.Read(configuration));
        services.AddSingleton<EndpointPipeline>();
        services.AddPatchwork(configuration).AddArchive(configuration).AddIngest(configuration).AddCatalog(configuration).AddApi();
        services.AddWebhooks(configuration);
        services.AddHostedService<Startup>();
        return services;
    }

    private static IServiceCollection AddPatchwork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(PatchworkSettings.Read(configuration));
        services.AddHttpClient(PatchworkConnection.ClientName).ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton<PatchworkPipeline>();
        services.AddSingleton<PatchworkConnection>();
        services.AddSingleton<PatchworkClient>();
        services.AddHttpClient(PatchworkWriter.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton<PatchworkWriter>();
        return services;
    }

    private static IServiceCollection AddArchive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(StorageConnection.Read(configuration));
        services.AddSingleton<ArchiveStorage>();
        services.AddSingleton<MboxStore>();
        services.AddSingleton<ResourceStore>();
        services.AddSingleton<ReplyStore>();
        services.AddSingleton<EmbeddedStore>();
        services.AddSingleton<MessageIdIndex>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<Journal>();
        services.AddSingleton<CursorStore>();
        services.AddSingleton<WalkStore>();
        services.AddSingleton<ServerStore>();
        services.AddSingleton<ResourceReader>();
        services.AddSingleton<ProjectNames>();
        return services;
    }

    private static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(IngestSettings.Read(configuration));
        services.AddSingleton<ServerClock>();
        services.AddSingleton<ArchivedServer>();
        services.AddSingleton<Upstream>();
        services.AddSingleton<UpstreamSlots>();
        services.AddSingleton<RefreshQueue>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<EventPoller>();
        services.AddSingleton<PushedOrigin>();
        services.AddSingleton<PushedEvents>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<Kinship>();
        services.AddSingleton<ResourceRefresh>();
        services.AddSingleton<Refresher>();
        services.AddSingleton<PageComparison>();
        services.AddSingleton<ArchiveAudit>();
        services.AddSingleton<ListWalker>();
        services.AddSingleton<WalkStarter>();
        services.AddSingleton<Progress>();
        services.AddSingleton<StatusReporter>();
        return services;
    }

    private static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<PatchStates>();
        services.AddSingleton<CatalogLists>();
        services.AddSingleton<Details>();
        services.AddSingleton<ApiViews>();
        services.AddSingleton<Callers>();
        services.AddSingleton<ApiDispatch>();
        services.AddSingleton<Mboxes>();
        services.AddSingleton<MailPage>();
        return services;
    }

    private static IServiceCollection AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(CatalogSettings.Read(configuration));
        services.AddSingleton<Follower>();
        services.AddSingleton<Rebuild>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<CatalogLoader>();
        services.AddSingleton<Catalogs>();
        services.AddSingleton<Snapshots>();
        services.AddSingleton<SearchEngine>();
        services.AddSingleton<Writes>();
        services.AddSingleton<SearchMbox>();
        services.AddSingleton<Readiness>();
        return services;
    }
}
