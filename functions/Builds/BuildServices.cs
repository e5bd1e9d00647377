using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Builds;

/// <summary>Service registration of what a build needs of a series.</summary>
internal static class BuildServices
{
    /// <summary>Registers the readers of series and their prerequisites.</summary>
    public static IServiceCollection AddBuilds(this IServiceCollection services) =>
        services
            .AddSingleton<MemberReader>()
            .AddSingleton<PrerequisiteFinder>()
            .AddSingleton<Prerequisites>()
            .AddSingleton<PreviousVersions>()
            .AddSingleton<SeriesData>();
}
