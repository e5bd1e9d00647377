using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Catalog;

/// <summary>Service registration of the catalogs.</summary>
internal static class CatalogServices
{
    /// <summary>Registers the catalogs, their followers and their snapshots.</summary>
    /// <exception cref="Input.SettingsException">A setting is malformed.</exception>
    public static IServiceCollection AddCatalog(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(CatalogSettings.Read(configuration))
            .AddSingleton<Follower>()
            .AddSingleton<Rebuild>()
            .AddSingleton<SnapshotStore>()
            .AddSingleton<CatalogLoader>()
            .AddSingleton<Catalogs>()
            .AddSingleton<CatalogPreload>()
            .AddSingleton<Snapshots>();
}
