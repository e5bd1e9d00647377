using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Webhooks.Reporting;

/// <summary>Registers the services of reports.</summary>
internal static class ReportServices
{
    /// <summary>Registers what makes the addresses of reports and takes the reports.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services) =>
        services.AddSingleton<ReportAddresses>().AddSingleton<ReportStore>().AddSingleton<Reports>();
}
