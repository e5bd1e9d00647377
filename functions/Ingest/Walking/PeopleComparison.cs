using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Compares the server's lists of people and users with the archive. Without a token the server does not show them, and
/// the archive has only those that other resources embed, without their links to each other.
/// </summary>
public sealed class PeopleComparison(
    PatchworkClient client,
    PatchworkSettings settings,
    EmbeddedStore embedded,
    TimeProvider time
)
{
    /// <summary>The pages of each list that a recent walk reads.</summary>
    private const int MostNewest = 1;

    /// <summary>Archives who is new or changed.</summary>
    /// <param name="newestOnly">Whether to read only the newest 250 people and users, or all.</param>
    public async Task RunAsync(bool newestOnly, CancellationToken cancellationToken)
    {
        if (settings.Token is null)
            return;
        foreach (var (kind, list) in new[] { (EmbeddedKind.User, "users"), (EmbeddedKind.Person, "people") })
        {
            for (var page = 1; page <= (newestOnly ? MostNewest : int.MaxValue); page++)
            {
                var requestedAt = time.GetUtcNow();
                var items = await client.PageAsync(
                    $"{list}/?order=-id&per_page={PatchworkClient.PageSize}" + (page == 1 ? "" : $"&page={page}"),
                    cancellationToken
                );
                await ArchiveAsync(kind, items, requestedAt, cancellationToken);
                if (items.IsLast)
                    break;
            }
        }
    }

    private async Task ArchiveAsync(
        EmbeddedKind kind,
        IReadOnlyList<Fetched<Listed>> items,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
            return;
        var known = await embedded.RangeAsync(
            kind,
            items.Min(item => item.Value.Id),
            items.Max(item => item.Value.Id),
            cancellationToken
        );
        foreach (var item in items)
        {
            if (!known.TryGetValue(item.Value.Id, out var stored) || !item.Json.Span.SequenceEqual(stored))
                await embedded.PutAsync(kind, item.Value.Id, item.Json, requestedAt, cancellationToken);
        }
    }
}
