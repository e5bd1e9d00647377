using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Bench.Floors;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Archive;

namespace Hookwork.Bench.Api;

/// <summary>
/// The floor of each request to the REST API: a constant answer, and the bare SQL of a list or the reading of one row of
/// a detail.
/// </summary>
internal sealed class ApiFloors : IAsyncDisposable
{
    private readonly ConstantAnswers _constants;
    private readonly ApiClient _client;
    private readonly SqlRecorder _recorder;
    private readonly List<(ApiRequest Request, Func<CancellationToken, Task> Read)> _reads = [];

    private ApiFloors(ConstantAnswers constants, ApiClient client, SqlRecorder recorder) =>
        (_constants, _client, _recorder) = (constants, client, recorder);

    /// <summary>Prepares the floors of requests to a server.</summary>
    public static async Task<ApiFloors> StartAsync(
        GeneratedArchive archive,
        Uri server,
        IReadOnlyList<ApiRequest> requests,
        CancellationToken cancellationToken
    )
    {
        var constants = await ConstantAnswers.StartAsync(cancellationToken);
        var recorder = await SqlRecorder.StartAsync(
            archive.Azurite.ConnectionString,
            archive.Upstream.Url,
            Tracker.Project,
            cancellationToken
        );
        var floors = new ApiFloors(constants, new ApiClient(constants.Url, new ServerMemory()), recorder);
        var patches = new TableClient(archive.Azurite.ConnectionString, "Patches");
        foreach (var request in requests)
        {
            await constants.TakeAsync(new Uri(server, request.Path), cancellationToken);
            if (request.Patch is { } id)
            {
                floors._reads.Add(
                    (request, ended => patches.GetEntityAsync<TableEntity>(Keys.Bucket(id), Keys.Id(id), null, ended))
                );
                continue;
            }
            var sql = await recorder.OfAsync(request.Path, cancellationToken);
            Progress.Tell($"{request.Name}: {sql.Count} statements, {sql.Run()} rows");
            floors._reads.Add(
                (
                    request,
                    _ =>
                    {
                        sql.Run();
                        return Task.CompletedTask;
                    }
                )
            );
        }
        return floors;
    }

    /// <summary>Sends each request, and measures its floor in turn.</summary>
    public async Task<IReadOnlyList<(Quantiles Times, Quantiles Floor)>> TimesAsync(
        ApiClient client,
        int warmUp,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var times = await Turns.TimesAsync([.. _reads.SelectMany(Steps)], warmUp, rounds, cancellationToken);
        return [.. times.Chunk(3).Select(three => (three[0], Quantiles.Sum(three[1..])))];

        Func<CancellationToken, Task>[] Steps((ApiRequest Request, Func<CancellationToken, Task> Read) item) =>
            [client.Step(item.Request.Good), _client.Step(item.Request.Good), item.Read];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _recorder.DisposeAsync();
        await _constants.DisposeAsync();
    }
}
