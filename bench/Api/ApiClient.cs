using System.Diagnostics;
using Hookwork.Bench.Floors;
using Hookwork.Bench.Search;

namespace Hookwork.Bench.Api;

/// <summary>Sends requests to a server and measures them.</summary>
internal sealed class ApiClient(Uri url, ServerMemory memory) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = url };

    /// <summary>Sends the requests in rounds, one at a time, and returns the times of each.</summary>
    public Task<IReadOnlyList<Quantiles>> TimesAsync(
        IReadOnlyList<Exchange> requests,
        int warmUp,
        int rounds,
        CancellationToken cancellationToken
    ) => Turns.TimesAsync([.. requests.Select(Step)], warmUp, rounds, cancellationToken);

    /// <summary>A request that can be repeated.</summary>
    public Func<CancellationToken, Task> Step(Exchange request) =>
        cancellationToken => AskAsync(request, cancellationToken);

    /// <summary>The server's allocations for a request, in bytes, averaged over many.</summary>
    public async Task<long> AllocatedAsync(
        IReadOnlyList<Exchange> requests,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var before = await memory.AllocatedAsync(cancellationToken);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var request in requests)
                await AskAsync(request, cancellationToken);
        }
        return (await memory.AllocatedAsync(cancellationToken) - before) / (rounds * requests.Count);
    }

    /// <summary>Requests answered per second over several connections.</summary>
    public async Task<double> PerSecondAsync(
        Exchange request,
        int connections,
        int each,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    for (var at = 0; at < each; at++)
                        await AskAsync(request, cancellationToken);
                })
        );
        return connections * each / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The size of a response body without compression, in bytes.</summary>
    public Task<int> BytesAsync(Exchange request, CancellationToken cancellationToken) =>
        AskAsync(request, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<int> AskAsync(Exchange request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path);
        using var answer = await _client.SendAsync(message, cancellationToken);
        return (int)answer.StatusCode == request.Status
            ? (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Length
            : throw new InvalidOperationException(
                $"{request.Method} {request.Path[..Math.Min(80, request.Path.Length)]} is answered by {(int)answer.StatusCode}, not {request.Status}."
            );
    }
}
