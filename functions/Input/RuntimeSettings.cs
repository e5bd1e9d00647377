using Microsoft.Extensions.Configuration;

namespace Hookwork.Input;

/// <summary>The settings of the Functions runtime in host.json that the app uses.</summary>
/// <param name="MaxDequeueCount">The attempts at a queue message before it goes to the poison queue; the runtime's
/// default is 5.</param>
public sealed record RuntimeSettings(int MaxDequeueCount)
{
    /// <summary>
    /// Reads host.json beside the app, and the app settings named <c>AzureFunctionsJobHost__…</c> that override it.
    /// </summary>
    public static RuntimeSettings Read(IConfiguration configuration)
    {
        var host = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json"), optional: true)
            .AddConfiguration(configuration.GetSection("AzureFunctionsJobHost"))
            .Build();
        return new RuntimeSettings(host.GetValue("extensions:queues:maxDequeueCount", 5));
    }
}
