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
        if (configuration.ReadText("OTEL_EXPORTER_OTLP_ENDPOINT") is not { } endpoint)
            return;
        if (!UriText.TryReadWeb(endpoint, out _))
            throw new SettingsException(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "the address of an OTLP collector, such as http://localhost:4317"
            );
        services.AddHostedService<TelemetryExport>();
    }
}
