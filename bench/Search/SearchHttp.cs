using System.Diagnostics;
using System.Text.Json;
using Hookwork.Bench.Search.Archive;

namespace Hookwork.Bench.Search;

/// <summary>Searches over HTTP, on one connection.</summary>
internal sealed class SearchHttp(Uri url) : IDisposable
{
    private readonly HttpClient _client = new()
    {
        BaseAddress = url,
        DefaultRequestHeaders = { { "Accept", "application/json" } },
    };
    private readonly byte[] _answer = new byte[4 << 20];

    /// <summary>The path of a query's answer.</summary>
    public static string PathOf(string query) => $"{FirstPageOf(query)}&per_page={SearchQueries.PerPage}";

    /// <summary>The path of a query's answer with as many hits as it has by default.</summary>
    public static string FirstPageOf(string query) =>
        $"search?project={Tracker.ProjectName}&q={Uri.EscapeDataString(query)}";

    /// <summary>Sends a query, reads the whole response, and returns how many mails match.</summary>
    public Task<long> SearchAsync(string query, CancellationToken cancellationToken) =>
        AskAsync(PathOf(query), cancellationToken);

    /// <summary>Reads the whole answer of a search, and returns how many mails match.</summary>
    public async Task<long> AskAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(_answer, _answer.Length, throwOnEndOfStream: false, cancellationToken);
        return TotalOf(_answer.AsSpan(0, length))
            ?? throw new InvalidDataException($"The response to {path} has no total.");
    }

    private static long? TotalOf(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        while (reader.Read())
        {
            if (
                reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals("total"u8)
                && reader.CurrentDepth == 1
            )
            {
                reader.Read();
                return reader.GetInt64();
            }
        }
        return null;
    }

    /// <summary>Starts a selfhost process, sends a query as soon as it serves, and ends the process.</summary>
    /// <returns>The time from the start of the process to the end of the response.</returns>
    public static async Task<TimeSpan> ColdStartAsync(string storage, Uri upstream, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var selfHost = await ServingSelfHost.StartAsync(storage, upstream, cancellationToken);
        using var http = new SearchHttp(selfHost.Url);
        await http.SearchAsync(SearchQueries.All[0].Query, cancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose() => _client.Dispose();
}
