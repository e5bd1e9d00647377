using Microsoft.Extensions.Configuration;

namespace Hookwork.Input;

/// <summary>What host.json tells the Functions runtime, as far as the app has to know it.</summary>
/// <param name="MaxDequeueCount">How often a message of a queue is tried before it goes to the poison queue; the
/// runtime's default is 5.</param>
public sealed record RuntimeSettings(int MaxDequeueCount)
{
    /// <summary>
    /// Reads host.json, which lies beside the app, and the app settings named <c>AzureFunctionsJobHost__…</c> that
    /// override it.
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
