using Hookwork.Archive.Resources;
using Hookwork.Input;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog;

/// <summary>
/// Loads the catalog while the process starts, since nearly every first request needs it. Where several projects are
/// archived, none is loaded ahead: few of them may be asked for.
/// </summary>
internal sealed partial class CatalogPreload(
    ProjectNames names,
    Catalogs catalogs,
    HookworkSettings settings,
    ILogger<CatalogPreload> logger
)
{
    /// <summary>
    /// Loads it. A failure is only logged, since the first query loads it again and tells its reader of a failure.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (!settings.TakesRequests)
            return;
        try
        {
            if (await names.AllAsync(stopping) is [var project])
                (await catalogs.UseAsync(project.Id, stopping)).Dispose();
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.Failed(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "No catalog was loaded during the start: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
