using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hookwork.Telemetry;

/// <summary>Sends traces and metrics by OTLP, from before the first trigger until after the last.</summary>
internal sealed class TelemetryExport(IConfiguration configuration) : IHostedService, IDisposable
{
    private OpenTelemetrySdk? _sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sdk = OpenTelemetrySdk.Create(telemetry =>
        {
            // Settings come from local.settings.json too, not from the environment alone.
            telemetry.Services.AddSingleton(configuration);
            // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take precedence.
            telemetry.ConfigureResource(resource =>
                resource
                    .AddService(
                        "hookwork",
                        serviceVersion: typeof(TelemetryExport)
                            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                            ?.InformationalVersion
                    )
                    .AddEnvironmentVariableDetector()
            );
            telemetry.WithTracing(tracing => tracing.AddSource(HookworkTraces.Name));
            telemetry.WithMetrics(metrics => metrics.AddMeter(HookworkMeter.Name));
            telemetry.UseOtlpExporter();
        });
        return Task.CompletedTask;
    }

    // Running triggers still end spans, so Dispose exports the rest.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _sdk?.Dispose();
}
