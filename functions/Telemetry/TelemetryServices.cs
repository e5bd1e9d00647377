using Hookwork.Input;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Telemetry;

/// <summary>Service registration of telemetry.</summary>
internal static class TelemetryServices
{
    /// <summary>Registers the export if an endpoint is set. Call it before other hosted services are added.</summary>
    /// <exception cref="SettingsException">The endpoint is not a valid address.</exception>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint)
            return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new SettingsException(
                $"OTEL_EXPORTER_OTLP_ENDPOINT is '{Printable.Escape(endpoint)}': give the address of an OTLP collector, such as http://localhost:4317."
            );
        services.AddHostedService<TelemetryExport>();
    }
}
