using System.Net;
using System.Text;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Patchwork;

/// <summary>Service registration of the client of the Patchwork server.</summary>
internal static class PatchworkServices
{
    /// <summary>Registers the client of the REST API, and the writer that forwards what callers change.</summary>
    /// <exception cref="SettingsException">A setting is missing or malformed.</exception>
    public static IServiceCollection AddPatchwork(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = PatchworkSettings.Read(configuration);
        services.AddSingleton(settings);
        services
            .AddHttpClient(PatchworkConnection.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => handler.ConnectCallback = ConnectAsync);
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
                    ConnectCallback = ConnectAsync,
                    // Callers' headers pass as they came.
                    RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
                }
            );
        services.AddSingleton<PatchworkWriter>();
        return services;

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext to, CancellationToken cancellationToken) =>
            await HostConnection.OpenAsync(
                await Dns.GetHostAddressesAsync(to.DnsEndPoint.Host, cancellationToken),
                to.DnsEndPoint.Port,
                settings.Timeout,
                cancellationToken
            );
    }
}
