using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Tests.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Catalog;

/// <summary>A process that writes snapshots and blocks at a storage request, so that it can be killed there.</summary>
internal static class CatalogStop
{
    /// <summary>
    /// The first argument of such a process. The others: upstream, storage, folder, and a substring of the request.
    /// </summary>
    public const string Name = "catalog-stop";

    /// <summary>The line that the process prints once it blocks.</summary>
    public const string Here = "It stops here";

    public static async Task RunAsync(string[] arguments)
    {
        var (upstream, storage, folder, stop) = (arguments[1], arguments[2], arguments[3], arguments[4]);
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(
            new Uri(upstream),
            storage,
            configure: services => services.AddSingleton(new CatalogSettings(folder, long.MaxValue)),
            policy: wire
        );
        wire.Before = async (request, cancellationToken) =>
        {
            if (!request.Contains(stop, StringComparison.Ordinal))
                return;
            await Console.Out.WriteLineAsync(Here);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };
        await deployment.Get<Snapshots>().RunAsync(default);
        Environment.Exit(0);
    }
}
