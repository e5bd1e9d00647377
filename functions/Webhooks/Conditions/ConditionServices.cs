using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Webhooks.Conditions;

/// <summary>Registers the services of conditions.</summary>
internal static class ConditionServices
{
    /// <summary>Registers what tells of conditions of series.</summary>
    public static IServiceCollection AddConditions(this IServiceCollection services)
    {
        services.AddSingleton<ToldStore>();
        services.AddSingleton<Tellings>();
        services.AddSingleton<SubmissionTags>();
        services.AddSingleton<SeriesFacts>();
        services.AddSingleton<Silence>();
        services.AddSingleton<SeriesConditions>();
        return services;
    }
}
