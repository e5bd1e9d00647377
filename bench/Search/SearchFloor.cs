using Azure.Storage.Blobs;
using Hookwork.Bench.Floors;
using Hookwork.Bench.Search.Archive;

namespace Hookwork.Bench.Search;

/// <summary>What a search costs at least: a constant answer of the same size, and the bare SQL of the answer.</summary>
internal sealed class SearchFloor : IAsyncDisposable
{
    private readonly ConstantAnswers _constants;
    private readonly SearchHttp _client;
    private readonly SqlRecorder _recorder;
    private readonly Func<string, string> _pathOf;
    private readonly Dictionary<string, BareSql> _sql = new(StringComparer.Ordinal);

    private SearchFloor(ConstantAnswers constants, SqlRecorder recorder, Func<string, string> pathOf)
    {
        (_constants, _recorder, _pathOf) = (constants, recorder, pathOf);
        _client = new SearchHttp(constants.Url);
    }

    /// <summary>Prepares the floors of queries to a server.</summary>
    /// <param name="pathOf">The path of a query's answer.</param>
    public static async Task<SearchFloor> StartAsync(
        string storage,
        Uri upstream,
        Uri server,
        IReadOnlyList<(string Name, string Query)> queries,
        Func<string, string> pathOf,
        CancellationToken cancellationToken
    )
    {
        var floor = new SearchFloor(
            await ConstantAnswers.StartAsync(cancellationToken),
            await SqlRecorder.StartAsync(storage, upstream, Tracker.Project, cancellationToken),
            pathOf
        );
        foreach (var (_, query) in queries)
        {
            var path = pathOf(query);
            await floor._constants.TakeAsync(new Uri(server, path), cancellationToken, "application/json");
            var sql = floor._sql[query] = await floor._recorder.OfAsync(path, cancellationToken);
            Progress.Tell($"{query}: {sql.Count} statements, {sql.Run()} rows");
        }
        return floor;
    }

    /// <summary>Asks for the constant answer, and returns its total.</summary>
    public Task<long> AskAsync(string query, CancellationToken cancellationToken) =>
        _client.AskAsync(_pathOf(query), cancellationToken);

    /// <summary>Runs the bare SQL, and returns the number of rows.</summary>
    public Task<long> ReadAsync(string query, CancellationToken cancellationToken) =>
        Task.FromResult((long)_sql[query].Run());

    /// <summary>Starts an empty app and asks it for an answer.</summary>
    public static async Task ColdStartAsync(CancellationToken cancellationToken)
    {
        await using var server = await EmptyApp.StartAsync(cancellationToken);
        using var client = new HttpClient();
        await client.GetByteArrayAsync(server.Url, cancellationToken);
    }

    /// <summary>Reads the snapshot from Azurite.</summary>
    public static async Task ReadSnapshotAsync(string storage, CancellationToken cancellationToken)
    {
        var container = new BlobContainerClient(storage, "catalog");
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
            await container.GetBlobClient(blob.Name).DownloadToAsync(Stream.Null, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _recorder.DisposeAsync();
        await _constants.DisposeAsync();
    }
}
