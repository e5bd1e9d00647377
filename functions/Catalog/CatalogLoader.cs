using Hookwork.Archive.Changes;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog;

/// <summary>
/// Loads a catalog file for this process from the newest valid snapshot, or else builds it from the archive.
/// </summary>
public sealed partial class CatalogLoader(
    SnapshotStore snapshots,
    Rebuild rebuild,
    TimeProvider time,
    ILogger<CatalogLoader> logger
)
{
    /// <summary>The greatest age of a usable snapshot; the journal of an older one may have been pruned.</summary>
    internal static readonly TimeSpan Oldest = Journal.Kept - TimeSpan.FromDays(1);

    /// <summary>Loads or builds the catalog of a project.</summary>
    /// <param name="coming">Called with the size of a snapshot in bytes, before it is downloaded.</param>
    public async Task<CatalogFile> LoadAsync(
        long project,
        CatalogFolder folder,
        Action<long> coming,
        CancellationToken cancellationToken
    )
    {
        foreach (var snapshot in await snapshots.ListAsync(project, cancellationToken))
        {
            if (time.GetUtcNow() - snapshot.Position > Oldest)
            {
                Log.Discarded(logger, snapshot.Name, "it is too old: the journal after it may be gone");
                continue;
            }
            coming(snapshot.Size);
            if (await TryLoadAsync(snapshot, folder.NewFile(), cancellationToken) is { } loaded)
                return loaded;
        }
        foreach (var name in await snapshots.OtherFormatsAsync(project, cancellationToken))
            Log.Discarded(logger, name, $"this version of Hookwork reads format {CatalogSchema.Format}");

        var started = time.GetTimestamp();
        var path = folder.NewFile();
        var file = CatalogFile.Create(path, project);
        try
        {
            await rebuild.RunAsync(file, cancellationToken);
            Log.Rebuilt(logger, project, time.GetElapsedTime(started).TotalSeconds);
            return file;
        }
        catch
        {
            file.Dispose();
            CatalogFolder.Remove(path);
            throw;
        }
    }

    private async Task<CatalogFile?> TryLoadAsync(Snapshot snapshot, string path, CancellationToken cancellationToken)
    {
        try
        {
            await snapshots.LoadAsync(snapshot, path, cancellationToken);
            return CatalogFile.Open(path, snapshot.Project);
        }
        catch (Exception exception)
            when (exception is InvalidDataException or SqliteException or Azure.RequestFailedException { Status: 404 })
        {
            Log.Discarded(logger, snapshot.Name, exception.Message);
            CatalogFolder.Remove(path);
            return null;
        }
        catch
        {
            CatalogFolder.Remove(path);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information,
            "The catalog of project {Project} is built from the archive, in {Seconds:0.0} s"
        )]
        public static partial void Rebuilt(ILogger logger, long project, double seconds);

        [LoggerMessage(LogLevel.Warning, "Snapshot {Name} is discarded: {Reason}")]
        public static partial void Discarded(ILogger logger, string name, string reason);
    }
}
