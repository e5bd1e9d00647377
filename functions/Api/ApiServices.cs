using Hookwork.Api.Browsing;
using Hookwork.Api.Lists;
using Hookwork.Api.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Api;

/// <summary>Service registration of the mirror of Patchwork's REST API.</summary>
internal static class ApiServices
{
    /// <summary>Registers the views, lists and writes.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) =>
        services
            .AddSingleton<PatchStates>()
            .AddSingleton<ServerZone>()
            .AddSingleton<CatalogLists>()
            .AddSingleton<Details>()
            .AddSingleton<Bundles>()
            .AddSingleton<OwnUser>()
            .AddSingleton<ApiViews>()
            .AddSingleton<ApiPages>()
            .AddSingleton<Callers>()
            .AddSingleton<ApiDispatch>()
            .AddSingleton<Writes>()
            .AddSingleton<SilentWrites>();
}
