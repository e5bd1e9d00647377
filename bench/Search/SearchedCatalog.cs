using System.Diagnostics;
using System.Globalization;
using Hookwork.Archive;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Resources;
using Hookwork.Bench.Search.Archive;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Hosting;
using Hookwork.Search;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Bench.Search;

/// <summary>
/// Hookwork's services in this process: loads an archive, builds the catalog and searches without HTTP.
/// </summary>
internal sealed class SearchedCatalog : IAsyncDisposable
{
    private const int ChunkSize = 1000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-bench-");
    private readonly ServiceProvider _services;

    public SearchedCatalog(string storage, Uri upstream)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork:Url"] = upstream.ToString(),
                    ["Hookwork:CatalogFolder"] = _folder.FullName,
                }
            )
            .Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddHookwork(configuration)
            .BuildServiceProvider();
    }

    /// <summary>Fills the archive with mails as if Hookwork had followed a Patchwork that received them.</summary>
    /// <param name="mails">Those with bytes are stored as mboxes, too.</param>
    /// <param name="patches">The number of patches after which loading stops.</param>
    /// <returns>The number of mails, and their size in bytes.</returns>
    public async Task<(long Mails, long Bytes)> LoadAsync(
        IEnumerable<ReceivedMail> mails,
        int seed,
        CancellationToken cancellationToken,
        int patches = int.MaxValue
    )
    {
        var storage = _services.GetRequiredService<ArchiveStorage>();
        await storage.EnsureCreatedAsync(cancellationToken);
        var (tracker, loader) = (new Tracker(seed), new ArchiveLoader(storage));
        var (count, bytes) = (0L, 0L);
        foreach (
            var chunk in mails
                .TakeWhile(_ => tracker.Patches < patches)
                .Select(mail => (mail.Size, mail.Bytes, Rows: tracker.Take(mail).ToList()))
                .Chunk(ChunkSize)
        )
        {
            await loader.AddAsync([.. chunk.SelectMany(mail => mail.Rows)], cancellationToken);
            await loader.AddMboxesAsync(
                chunk.Where(mail => !mail.Bytes.IsEmpty).SelectMany(mail => Mboxes(mail.Rows, mail.Bytes)),
                cancellationToken
            );
            (count, bytes) = (count + chunk.Length, bytes + chunk.Sum(mail => mail.Size));
        }
        await loader.AddAsync([.. tracker.Finish()], cancellationToken);
        Progress.Tell($"read {count} mails, {bytes / 1e6:0.0} MB");
        await loader.FlushAsync(cancellationToken);
        // A snapshot is written only after changes.
        await _services
            .GetRequiredService<Journal>()
            .AppendAsync([new Change(Tracker.Project, ChangeKind.Project, Tracker.Project)], cancellationToken);
        Progress.Tell($"loaded the archive");
        return (count, bytes);
    }

    /// <summary>Builds the catalog from the archive.</summary>
    /// <returns>The time, and the size of the file in bytes.</returns>
    public async Task<(TimeSpan Time, long Bytes)> BuildAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var lease = await _services
            .GetRequiredService<Catalogs>()
            .UseNewestAsync(Tracker.Project, cancellationToken);
        return (Stopwatch.GetElapsedTime(started), lease.File.Size);
    }

    /// <summary>Stores a snapshot of the catalog.</summary>
    public Task SnapshotAsync(CancellationToken cancellationToken) =>
        _services.GetRequiredService<Snapshots>().RunAsync(cancellationToken);

    /// <summary>Runs a query as the HTTP endpoint does, and returns how many mails match.</summary>
    public async Task<long> SearchAsync(string query, CancellationToken cancellationToken)
    {
        var request = new SearchRequest(
            query,
            SearchQuery.Parse(query, TimeProvider.System),
            [Tracker.ProjectName],
            SearchOrder.Date,
            1,
            SearchQueries.PerPage
        );
        var engine = _services.GetRequiredService<SearchEngine>();
        return (await engine.SearchAsync(request, withFacets: false, cancellationToken)).Total;
    }

    private static IEnumerable<(ResourceKind, long, ReadOnlyMemory<byte>)> Mboxes(
        IEnumerable<ArchiveRow> rows,
        ReadOnlyMemory<byte> mail
    ) =>
        rows.Where(row => row.Table is "Patches" or "Covers")
            .Select(row =>
                (
                    row.Table == "Patches" ? ResourceKind.Patch : ResourceKind.Cover,
                    long.Parse(row.Row, CultureInfo.InvariantCulture),
                    mail
                )
            );

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
