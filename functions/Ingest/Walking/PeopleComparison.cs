using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Compares the server's lists of people and users with the archive. Without a token the server does not show them, and
/// the archive has only those that other resources embed, without their links to each other.
/// </summary>
public sealed partial class PeopleComparison(
    PatchworkClient client,
    PatchworkSettings settings,
    EmbeddedStore embedded,
    TimeProvider time,
    ILogger<PeopleComparison> logger
)
{
    /// <summary>The pages of each list that a recent walk reads.</summary>
    private const int MostNewest = 1;

    /// <summary>
    /// The pages of people that a step of another walk reads: servers have hundreds, and each step is a checkpoint.
    /// </summary>
    private const int MostAtOnce = 10;

    /// <summary>How many who are missing from a page are asked for; the next walks remove the others.</summary>
    private const int MostAsked = 100;

    /// <summary>
    /// Whom the server showed so lately is not removed. A cache or a replica of the server may give an older list.
    /// </summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    /// <summary>Archives people and users who are new or changed, and removes those who are gone.</summary>
    /// <param name="pages">The pages of people that were read before; 0 begins with the users.</param>
    /// <param name="newestOnly">Whether to read only the newest 250 people and users, or all.</param>
    /// <returns>The pages of people read so far if more are left to read, else 0.</returns>
    public async Task<int> RunAsync(int pages, bool newestOnly, CancellationToken cancellationToken)
    {
        if (settings.Token is null)
            return 0;
        try
        {
            if (pages == 0)
                await ReadAsync(
                    EmbeddedKind.User,
                    "users",
                    0,
                    newestOnly ? MostNewest : int.MaxValue,
                    cancellationToken
                );
            var read = pages + (newestOnly ? MostNewest : MostAtOnce);
            var isDone = await ReadAsync(EmbeddedKind.Person, "people", pages, read, cancellationToken);
            return isDone || newestOnly ? 0 : read;
        }
        // As with bundles, the walk goes on.
        catch (UpstreamException exception)
        {
            Log.Skipped(logger, Printable.Escape(exception.Message));
            return 0;
        }
    }

    /// <summary>Reads the pages of a list after <paramref name="from"/>, up to <paramref name="to"/>.</summary>
    /// <returns>Whether the last page was among them.</returns>
    private async Task<bool> ReadAsync(
        EmbeddedKind kind,
        string list,
        int from,
        int to,
        CancellationToken cancellationToken
    )
    {
        List<long> before = [Keys.LastId];
        for (var page = from + 1; page <= to; page++)
        {
            var requestedAt = time.GetUtcNow();
            var items = await client.PageAsync(
                $"{list}/?order=-id&per_page={PatchworkClient.PageSize}" + (page == 1 ? "" : $"&page={page}"),
                cancellationToken
            );
            // A cache that ignores the query gives another page, or the same one for ever.
            var ids = items.Select(item => item.Value.Id).Prepend(before[^1]).ToList();
            if (ids.Zip(ids.Skip(1)).Any(pair => pair.Second > pair.First) || ids.Skip(1).SequenceEqual(before))
                throw new UpstreamErrorException(
                    $"Page {page} of the {list} is not the one asked for.",
                    transient: true
                );
            before = ids[1..];
            await ArchiveAsync(kind, list, items, isNewest: page == 1, requestedAt, cancellationToken);
            if (items.IsLast || before.Count == 0)
                return true;
        }
        return false;
    }

    private async Task ArchiveAsync(
        EmbeddedKind kind,
        string list,
        ListPage<Fetched<Listed>> items,
        bool isNewest,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
            return;
        var known = await embedded.RangeAsync(
            kind,
            items.IsLast ? 0 : items.Min(item => item.Value.Id),
            isNewest ? Keys.LastId : items.Max(item => item.Value.Id),
            cancellationToken
        );
        foreach (var item in items)
        {
            if (!known.TryGetValue(item.Value.Id, out var stored) || !item.Json.Span.SequenceEqual(stored))
                await embedded.PutAsync(kind, item.Value.Id, item.Json, requestedAt, cancellationToken);
        }
        // The list is in the order of ids.
        foreach (var id in known.Keys.Except(items.Select(item => item.Value.Id)).Order().Take(MostAsked))
        {
            // A proxy or cache may have cut the list short, and then nearly everybody is missing.
            if (await client.HasAsync(list, id, cancellationToken))
                return;
            await embedded.RemoveAsync(kind, id, requestedAt - Lately, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "People and users are not compared in this walk: {Reason}")]
        public static partial void Skipped(ILogger logger, string reason);
    }
}
