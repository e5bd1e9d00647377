namespace Hookwork.Bench.Floors;

/// <summary>
/// A server of answers that never change (<see cref="FloorServer"/>), in a process of its own: what HTTP costs alone.
/// </summary>
internal sealed class ConstantAnswers : IAsyncDisposable
{
    private static readonly string[] Own = ["Date", "Content-Length", "Transfer-Encoding"];

    private readonly ServerProcess _server;
    private readonly HttpClient _client = new();

    private ConstantAnswers(ServerProcess server) => _server = server;

    /// <summary>The root URL.</summary>
    public Uri Url => _server.Url;

    /// <summary>Starts it and returns once it has printed its URL.</summary>
    public static async Task<ConstantAnswers> StartAsync(CancellationToken cancellationToken)
    {
        var start = ServerProcess.OwnProgram(FloorServer.Argument);
        return new ConstantAnswers(await ServerProcess.StartAsync(start, FloorServer.Greeting, cancellationToken));
    }

    /// <summary>Takes an answer of another server over, with its headers.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="accept">The accepted type of content.</param>
    /// <param name="address">Its path and query here; that of <paramref name="from"/> if it is null.</param>
    public async Task TakeAsync(
        Uri from,
        CancellationToken cancellationToken,
        string? accept = null,
        string? address = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, from);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        using var answer = await _client.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(Url, address ?? from.PathAndQuery))
        {
            Content = new ByteArrayContent(await answer.Content.ReadAsByteArrayAsync(cancellationToken)),
        };
        foreach (
            var (name, values) in answer.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(
                answer.Content.Headers
            )
        )
        {
            if (!Own.Contains(name, StringComparer.OrdinalIgnoreCase))
                put.Headers.TryAddWithoutValidation(FloorServer.HeaderPrefix + name, string.Join(", ", values));
        }
        using var done = await _client.SendAsync(put, cancellationToken);
        done.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }
}
