using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Webhooks.Conditions;

/// <summary>Registers the services of conditions.</summary>
internal static class ConditionServices
{
    /// <summary>Registers what announces conditions of series.</summary>
    public static IServiceCollection AddConditions(this IServiceCollection services) =>
        services
            .AddSingleton<AnnouncedValueStore>()
            .AddSingleton<ConditionAnnouncer>()
            .AddSingleton<SubmissionTags>()
            .AddSingleton<SeriesFacts>()
            .AddSingleton<StaleSeries>()
            .AddSingleton<SeriesConditions>();
}
