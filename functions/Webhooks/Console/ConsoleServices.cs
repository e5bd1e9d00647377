using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Webhooks.Console;

/// <summary>Service registration of the operators' pages.</summary>
internal static class ConsoleServices
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    /// <summary>Registers what the pages use.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services
            .AddHttpClient(KeyedApi.ClientName)
            .ConfigureHttpClient(client => client.Timeout = LongestCall)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                }
            )
            // Its headers have the key.
            .RemoveAllLoggers();
        return services.AddSingleton<KeyedApi>().AddSingleton<QueryPreview>();
    }
}
