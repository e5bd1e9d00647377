using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Patchwork;

/// <summary>
/// Reads a Patchwork server's REST API, in its newest version. Every method throws an <see cref="UpstreamException"/>
/// when the server gives no valid answer. A missing resource (404) is null.
/// </summary>
/// <seealso href="https://patchwork.readthedocs.io/en/latest/api/rest/"/>
public sealed class PatchworkClient(PatchworkConnection connection, PatchworkSettings settings)
{
    /// <summary>The largest page that Patchwork serves, unless its operator chose a smaller one.</summary>
    public const int PageSize = 250;

    private static readonly string[] Versions = ["1.4", "1.3", "1.2", "1.1", "1.0"];

    /// <summary>Finds the newest version of the API that the server has.</summary>
    /// <exception cref="UpstreamBlockedException">There is none at this address.</exception>
    private async Task<string> ProbeAsync(CancellationToken cancellationToken)
    {
        foreach (var version in Versions)
        {
            var answer = await connection.GetJsonAsync($"api/{version}/", cancellationToken);
            if (answer is null)
                continue;
            using (answer)
            {
                if (
                    answer.RootElement.ValueKind == JsonValueKind.Object
                    && answer.RootElement.TryGetProperty("patches", out _)
                )
                    return KnownVersion = version;
            }
        }
        throw new UpstreamBlockedException($"There is no {settings.Url}api/1.0/.");
    }

    /// <summary>Every project of the server.</summary>
    public async Task<IReadOnlyList<Fetched<Project>>> ProjectsAsync(CancellationToken cancellationToken) =>
        await ListAsync("projects/", PatchworkJson.Default.Project, cancellationToken) ?? [];

    /// <summary>A project by its link name or id.</summary>
    public Task<Fetched<Project>?> ProjectAsync(string linkNameOrId, CancellationToken cancellationToken) =>
        OneAsync(
            $"projects/{Uri.EscapeDataString(linkNameOrId)}/",
            null,
            PatchworkJson.Default.Project,
            cancellationToken
        );

    public Task<Fetched<Patch>?> PatchAsync(long id, CancellationToken cancellationToken) =>
        OneAsync($"patches/{id}/", id, PatchworkJson.Default.Patch, cancellationToken);

    public Task<Fetched<Cover>?> CoverAsync(long id, CancellationToken cancellationToken) =>
        OneAsync($"covers/{id}/", id, PatchworkJson.Default.Cover, cancellationToken);

    public Task<Fetched<Series>?> SeriesAsync(long id, CancellationToken cancellationToken) =>
        OneAsync($"series/{id}/", id, PatchworkJson.Default.Series, cancellationToken);

    public Task<Fetched<Bundle>?> BundleAsync(long id, CancellationToken cancellationToken) =>
        OneAsync($"bundles/{id}/", id, PatchworkJson.Default.Bundle, cancellationToken);

    /// <summary>The public bundles of a project.</summary>
    public async Task<IReadOnlyList<Fetched<Bundle>>> BundlesAsync(long project, CancellationToken cancellationToken) =>
        [
            .. (
                await ListAsync(
                    $"bundles/?project={project}&public=true&order=id",
                    PatchworkJson.Default.Bundle,
                    cancellationToken
                ) ?? []
            ).Where(bundle => bundle.Value.Public && bundle.Value.Project?.Id == project),
        ];

    /// <summary>A user, as the server shows them to a caller: their own settings to themselves only.</summary>
    /// <param name="authorization">The caller's header, used for nothing else.</param>
    public Task<Fetched<User>?> UserAsync(long id, string authorization, CancellationToken cancellationToken) =>
        OneAsync($"users/{id}/", id, PatchworkJson.Default.User, cancellationToken, authorization);

    /// <summary>The patch with the lowest id, as a list shows it; null while there is none.</summary>
    public Task<Fetched<Patch>?> OldestPatchAsync(CancellationToken cancellationToken) =>
        FirstPatchAsync("patches/?order=id&per_page=1", cancellationToken);

    /// <summary>The replies to a patch, oldest first.</summary>
    public Task<IReadOnlyList<Fetched<Comment>>?> PatchCommentsAsync(long patch, CancellationToken cancellationToken) =>
        ListAsync($"patches/{patch}/comments/", PatchworkJson.Default.Comment, cancellationToken);

    /// <summary>The replies to a cover letter, oldest first.</summary>
    public Task<IReadOnlyList<Fetched<Comment>>?> CoverCommentsAsync(long cover, CancellationToken cancellationToken) =>
        ListAsync($"covers/{cover}/comments/", PatchworkJson.Default.Comment, cancellationToken);

    public Task<IReadOnlyList<Fetched<Check>>?> ChecksAsync(long patch, CancellationToken cancellationToken) =>
        ListAsync($"patches/{patch}/checks/", PatchworkJson.Default.Check, cancellationToken);

    /// <summary>Events from a date on, oldest first.</summary>
    /// <param name="project">A project's id, or null for all projects.</param>
    /// <param name="since">The first date, inclusive, as the server wrote it; null for the oldest.</param>
    /// <param name="page">1 for the first page, which begins with the event <paramref name="first"/>.</param>
    public async Task<ListPage<ReadEvent>> EventsAsync(
        long? project,
        string? since,
        int page,
        long? first,
        CancellationToken cancellationToken
    )
    {
        var query =
            $"events/?order=date&per_page={PageSize}"
            + (project is null ? "" : $"&project={project}")
            + (since is null ? "" : $"&since={Uri.EscapeDataString(since)}")
            + (page == 1 ? "" : $"&page={page}");
        // Operators of Patchwork prune events, so a page may vanish between two requests.
        using var answer = await GetPageAsync(query, cancellationToken);
        var events = PageOf(answer, query, item => ReadEvent.Of(item, settings.Url));
        return page > 1 && events is [var begun, ..] && begun.Event.Id == first ? throw FirstPageAgain(query) : events;
    }

    /// <summary>The name of the state with a number; null if it does not exist or no patch is in it.</summary>
    public async Task<string?> StateAsync(int number, CancellationToken cancellationToken) =>
        (await FirstPatchAsync($"patches/?state={number}&per_page=1", cancellationToken))?.Value.State;

    /// <summary>Whether a state with this number exists, even without patches: an unknown one empties lists.</summary>
    /// <param name="other">A state that patches are in.</param>
    public Task<bool> HasStateAsync(int number, string other, CancellationToken cancellationToken) =>
        AnyAsync($"patches/?state={number}&state={Uri.EscapeDataString(other)}&per_page=1", cancellationToken);

    /// <summary>The newest version of the API that the server has; null until the server was asked.</summary>
    public string? KnownVersion { get; private set; }

    /// <summary>Whether the server has events of comments, as Patchwork 3.1 and API 1.3 brought them.</summary>
    public bool HasCommentEvents => KnownVersion is not ("1.0" or "1.1" or "1.2");

    /// <summary>The date of the newest event, or null where there is none.</summary>
    /// <param name="before">It is earlier than this date; null for any.</param>
    public Task<string?> NewestEventDateAsync(long? project, string? before, CancellationToken cancellationToken) =>
        FirstAsync<string>(
            "events/?order=-date&per_page=1"
                + (project is null ? "" : $"&project={project}")
                + (before is null ? "" : $"&before={Uri.EscapeDataString(before)}"),
            item => ReadEvent.Of(item, settings.Url).Event.Date,
            cancellationToken
        );

    /// <summary>Whether there is an event between two dates.</summary>
    /// <param name="since">The first date, inclusive.</param>
    /// <param name="before">The last date, exclusive.</param>
    public Task<bool> HasEventAsync(string since, string before, CancellationToken cancellationToken) =>
        AnyAsync(
            $"events/?since={Uri.EscapeDataString(since)}&before={Uri.EscapeDataString(before)}&per_page=1",
            cancellationToken
        );

    /// <summary>One page of a list, such as that of patches; empty beyond the last.</summary>
    /// <param name="path">The list and its filters, below <c>/api/</c> and the version.</param>
    public async Task<ListPage<Fetched<Listed>>> PageAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await GetPageAsync(path, cancellationToken);
        return PageOf(answer, path, item => Read(item, PatchworkJson.Default.Listed, path));
    }

    /// <summary>Whether the server has a resource of a list, such as <c>people</c>.</summary>
    public async Task<bool> HasAsync(string list, long id, CancellationToken cancellationToken) =>
        await OneAsync($"{list}/{id}/", id, PatchworkJson.Default.Listed, cancellationToken) is not null;

    /// <summary>Downloads an mbox.</summary>
    /// <param name="path">Its address relative to the server, as <see cref="Submission.Mbox"/> has it.</param>
    /// <param name="store">Receives the mbox as a stream, which was checked to begin as an mbox does.</param>
    /// <returns>What <paramref name="store"/> returned, or null when there is no such mbox.</returns>
    public Task<T?> MboxAsync<T>(
        string path,
        Func<PipeReader, CancellationToken, Task<T>> store,
        CancellationToken cancellationToken
    )
        where T : class =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
            ? connection.GetMboxAsync(path[1..], store, cancellationToken)
            : throw new UpstreamErrorException(
                $"The server named an mbox that it does not serve: {Printable.Escape(path)}",
                transient: false
            );

    private async Task<bool> AnyAsync(string path, CancellationToken cancellationToken) =>
        await FirstAsync<object>(path, item => item, cancellationToken) is not null;

    private Task<Fetched<Patch>?> FirstPatchAsync(string path, CancellationToken cancellationToken) =>
        FirstAsync(path, item => Read(item, PatchworkJson.Default.Patch, path), cancellationToken);

    private async Task<T?> FirstAsync<T>(string path, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        using var answer = await GetPageAsync(path, cancellationToken);
        return answer is null ? null : Items(answer.Json, path).Select(read).FirstOrDefault();
    }

    private async Task<Fetched<T>?> OneAsync<T>(
        string path,
        long? id,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken,
        string? authorization = null
    )
        where T : Resource
    {
        using var answer =
            await connection.GetJsonAsync(await PathAsync(path, cancellationToken), cancellationToken, authorization)
            ?? await NothingAsync<JsonDocument>(cancellationToken);
        if (answer is null)
            return null;
        var one = Read(answer.RootElement, type, path);
        return id is null || one.Value.Id == id
            ? one
            : throw new UpstreamErrorException($"The answer to {path} is that of {one.Value.Id}.", transient: true);
    }

    private async Task<IReadOnlyList<Fetched<T>>?> ListAsync<T>(
        string path,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : Resource
    {
        List<Fetched<T>> all = [];
        for (var page = 1; ; page++)
        {
            var query =
                $"{path}{(path.Contains('?') ? '&' : '?')}per_page={PageSize}" + (page == 1 ? "" : $"&page={page}");
            using var answer = await GetPageAsync(query, cancellationToken);
            if (answer is null)
                return page == 1 ? null : all;
            var items = PageOf(answer, query, item => Read(item, type, query));
            if (items is [var first, ..] && all is [var begun, ..] && first.Value.Id == begun.Value.Id)
                throw FirstPageAgain(query);
            all.AddRange(items);
            if (items.IsLast)
                return all;
        }
    }

    /// <summary>A proxy ignores the page number, so reading on would never end.</summary>
    private static UpstreamErrorException FirstPageAgain(string path) =>
        new($"The answer to {Printable.Escape(path)} is the first page again.", transient: true);

    private async Task<JsonPage?> GetPageAsync(string path, CancellationToken cancellationToken) =>
        await connection.GetPageAsync(await PathAsync(path, cancellationToken), cancellationToken)
        ?? await NothingAsync<JsonPage>(cancellationToken);

    private async Task<string> PathAsync(string path, CancellationToken cancellationToken) =>
        $"api/{KnownVersion ?? await ProbeAsync(cancellationToken)}/{path}";

    /// <summary>Null if the API exists. A proxy whose server is down answers 404 to all: then it fails.</summary>
    private async Task<T?> NothingAsync<T>(CancellationToken cancellationToken)
        where T : class
    {
        await ProbeAsync(cancellationToken);
        return null;
    }

    private static ListPage<T> PageOf<T>(JsonPage? answer, string path, Func<JsonElement, T> read)
    {
        List<T> items = answer is null ? [] : [.. Items(answer.Json, path).Select(read)];
        return new ListPage<T>(items, isLast: items.Count < PageSize && answer?.HasNext != true);
    }

    private static JsonElement.ArrayEnumerator Items(JsonDocument answer, string path) =>
        answer.RootElement.ValueKind == JsonValueKind.Array
            ? answer.RootElement.EnumerateArray()
            : throw new UpstreamErrorException(
                $"The answer to {Printable.Escape(path)} is not a list.",
                transient: false
            );

    private Fetched<T> Read<T>(JsonElement item, JsonTypeInfo<T> type, string path)
        where T : Resource
    {
        try
        {
            var json = ServerAddress.MakeRelative(item, settings.Url);
            return JsonSerializer.Deserialize(json.Span, type) is { Id: > 0 } value
                ? new Fetched<T>(json, value)
                : throw new UpstreamErrorException(
                    $"The answer to {Printable.Escape(path)} names no id.",
                    transient: true
                );
        }
        // A lone surrogate in a string throws an InvalidOperationException.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new UpstreamErrorException(
                $"The answer to {Printable.Escape(path)} is not what Patchwork's API documents: {exception.Message}",
                transient: false,
                exception
            );
        }
    }
}
