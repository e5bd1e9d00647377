using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Hosting;

/// <summary>Service registration of the endpoint pipelines.</summary>
internal static class EndpointServices
{
    /// <summary>Registers the pipelines, compression, and how much the HTTP libraries log.</summary>
    public static IServiceCollection AddEndpoints(this IServiceCollection services)
    {
        services.AddRouting(PathParts.Add);
        // An answer holds no secret beside what the caller sent, so its compressed length reveals nothing.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/mbox", "application/atom+xml"];
        });
        // HttpClient logs four lines for each request; Hookwork logs one when a request fails.
        services.AddLogging(logging =>
            logging
                .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)
                .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        );
        return services.AddSingleton<EndpointPipeline>();
    }
}
