using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Webhooks.Conditions;

/// <summary>Registers the services of conditions.</summary>
internal static class ConditionServices
{
    /// <summary>Registers what announces conditions of series.</summary>
    public static IServiceCollection AddConditions(this IServiceCollection services)
    {
        services.AddSingleton<AnnouncedValueStore>();
        services.AddSingleton<ConditionAnnouncer>();
        services.AddSingleton<SubmissionTags>();
        services.AddSingleton<SeriesFacts>();
        services.AddSingleton<StaleSeries>();
        services.AddSingleton<SeriesConditions>();
        return services;
    }
}
