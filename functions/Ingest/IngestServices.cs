using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Ingest.Walking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Ingest;

/// <summary>Registers the services of ingest.</summary>
internal static class IngestServices
{
    /// <summary>Registers polling, refreshing, walking and the status.</summary>
    /// <exception cref="Input.SettingsException">A setting is malformed.</exception>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(IngestSettings.Read(configuration))
            .AddSingleton<ServerClock>()
            .AddSingleton<ArchiveLag>()
            .AddSingleton<ArchivedServer>()
            .AddSingleton<Upstream>()
            .AddSingleton<UpstreamSlots>()
            .AddSingleton<RefreshQueue>()
            .AddSingleton<EventIntake>()
            .AddSingleton<DeletedEvents>()
            .AddSingleton<EventPoller>()
            .AddSingleton<EventSweep>()
            .AddSingleton<Sweeps>()
            .AddSingleton<LinkedResources>()
            .AddSingleton<CommentEvents>()
            .AddSingleton<MboxRefresh>()
            .AddSingleton<ResourceFetch>()
            .AddSingleton<ResourceRows>()
            .AddSingleton<ResourceRefresh>()
            .AddSingleton<Refresher>()
            .AddSingleton<FastPath>()
            .AddSingleton<BundleRefresh>()
            .AddSingleton<BundleComparison>()
            .AddSingleton<PeopleComparison>()
            .AddSingleton<UnlistedResources>()
            .AddSingleton<PageComparison>()
            .AddSingleton<ArchiveAudit>()
            .AddSingleton<ListWalker>()
            .AddSingleton<WalkStarter>()
            .AddSingleton<Progress>()
            .AddSingleton<EventCounts>()
            .AddSingleton<StatusReporter>();
}
