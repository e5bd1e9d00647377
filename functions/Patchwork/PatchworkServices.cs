using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Patchwork;

/// <summary>Service registration of the client of the Patchwork server.</summary>
internal static class PatchworkServices
{
    /// <summary>Registers the client of the REST API, and the writer that forwards what callers change.</summary>
    /// <exception cref="Input.SettingsException">A setting is missing or malformed.</exception>
    public static IServiceCollection AddPatchwork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(PatchworkSettings.Read(configuration));
        services
            .AddHttpClient(PatchworkConnection.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton<PatchworkPipeline>();
        services.AddSingleton<PatchworkConnection>();
        services.AddSingleton<PatchworkClient>();
        services
            .AddHttpClient(PatchworkWriter.ClientName)
            .ConfigureHttpClient(client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = PatchworkConnection.LargestJson;
            })
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    // Callers' headers pass as they came.
                    RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
                }
            );
        services.AddSingleton<PatchworkWriter>();
        return services;
    }
}
