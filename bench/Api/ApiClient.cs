using System.Diagnostics;
using Hookwork.Bench.Search;

namespace Hookwork.Bench.Api;

/// <summary>Asks a server and keeps the time.</summary>
internal sealed class ApiClient(Uri url, ServerMemory memory) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = url };

    /// <summary>
    /// Asks everything again and again, in turns, one request at a time, and keeps the times of each.
    /// </summary>
    public async Task<IReadOnlyList<Quantiles>> TimesAsync(
        IReadOnlyList<(string Method, string Path, int Status)> requests,
        int warmUp,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var times = requests.Select(_ => new Quantiles()).ToList();
        for (var round = -warmUp; round < rounds; round++)
        {
            for (var index = 0; index < requests.Count; index++)
            {
                var started = Stopwatch.GetTimestamp();
                await AskAsync(requests[index], cancellationToken);
                if (round >= 0)
                    times[index].Add(Stopwatch.GetElapsedTime(started));
            }
        }
        return times;
    }

    /// <summary>What the server allocates for a request, in bytes, on the average of many.</summary>
    public async Task<long> AllocatedAsync(
        IReadOnlyList<(string Method, string Path, int Status)> requests,
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

    /// <summary>How many requests are answered in a second, asked from several connections at a time.</summary>
    public async Task<double> PerSecondAsync(
        (string Method, string Path, int Status) request,
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

    /// <summary>How long an answer's body is, in bytes, as those get it who take no compression.</summary>
    public Task<int> BytesAsync(
        (string Method, string Path, int Status) request,
        CancellationToken cancellationToken
    ) => AskAsync(request, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<int> AskAsync(
        (string Method, string Path, int Status) request,
        CancellationToken cancellationToken
    )
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
