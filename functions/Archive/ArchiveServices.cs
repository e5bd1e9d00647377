using Hookwork.Archive.Changes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Archive;

/// <summary>Service registration of the archive.</summary>
internal static class ArchiveServices
{
    /// <summary>Registers the stores of the archive.</summary>
    /// <exception cref="Input.SettingsException">The storage account's setting is missing or malformed.</exception>
    public static IServiceCollection AddArchive(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(StorageConnection.Read(configuration))
            .AddSingleton<ArchiveStorage>()
            .AddSingleton<MboxStore>()
            .AddSingleton<MboxReader>()
            .AddSingleton<ResourceStore>()
            .AddSingleton<ReplyStore>()
            .AddSingleton<ReplyWriter>()
            .AddSingleton<CommentEventStore>()
            .AddSingleton<EmbeddedStore>()
            .AddSingleton<BundleStore>()
            .AddSingleton<MessageIdIndex>()
            .AddSingleton<EventLog>()
            .AddSingleton<Journal>()
            .AddSingleton<CursorStore>()
            .AddSingleton<WalkStore>()
            .AddSingleton<ServerStore>()
            .AddSingleton<ResourceReader>()
            .AddSingleton<ProjectNames>();
}
