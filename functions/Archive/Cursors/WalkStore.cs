using Azure.Data.Tables;
using Hookwork.Archive.Resources;

namespace Hookwork.Archive.Cursors;

/// <summary>Stores the walks, one per project and scope, in the cursors table.</summary>
public sealed class WalkStore(ArchiveStorage storage)
{
    private const string Partition = "walk";

    /// <summary>Every walk, but for those of a scope that only a newer version knows.</summary>
    public async Task<IReadOnlyList<Walk>> AllAsync(CancellationToken cancellationToken)
    {
        List<Walk> walks = [];
        await foreach (
            var entity in storage.Cursors.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"),
                cancellationToken: cancellationToken
            )
        )
        {
            if (Enum.TryParse<WalkScope>(entity.GetString("Scope"), out var scope))
                walks.Add(Read(entity, scope));
        }
        return walks;
    }

    /// <summary>Writes a walk and returns it as stored; null if another instance wrote it since it was read.</summary>
    public async Task<Walk?> TryPutAsync(Walk walk, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Partition, Key(walk))
        {
            ["Project"] = walk.Project,
            ["Scope"] = walk.Scope.ToString(),
            ["Page"] = walk.Page,
            ["Pages"] = walk.Pages,
            ["Older"] = walk.Older,
            ["Seen"] = walk.Seen,
            ["Queued"] = walk.Queued,
            ["StartedAt"] = walk.StartedAt,
            ["Failures"] = walk.Failures,
            ["From"] = walk.From,
            ["To"] = walk.To,
            ["At"] = walk.At?.ToString(),
            ["Since"] = walk.Since,
            ["Below"] = walk.Below,
            ["FinishedAt"] = walk.FinishedAt,
            ["LastError"] = walk.LastError,
            ["NotBefore"] = walk.NotBefore,
        };
        return await storage.Cursors.TryReplaceAsync(entity, walk.ETag, cancellationToken) is { } written
            ? walk with
            {
                ETag = written,
            }
            : null;
    }

    private static string Key(Walk walk) => $"{Keys.Id(walk.Project)}-{walk.Scope.ToString().ToLowerInvariant()}";

    private static Walk Read(TableEntity entity, WalkScope scope) =>
        new()
        {
            Project = entity.GetInt64("Project")!.Value,
            Scope = scope,
            From = entity.GetString("From"),
            To = entity.GetString("To"),
            At = entity.GetString("At") is { } at ? Enum.Parse<ResourceKind>(at) : null,
            Since = entity.GetString("Since"),
            Page = entity.GetInt32("Page") ?? 1,
            Pages = entity.GetInt32("Pages") ?? 0,
            Older = entity.GetInt32("Older") ?? 0,
            Below = entity.GetInt64("Below"),
            Seen = entity.GetInt64("Seen") ?? 0,
            Queued = entity.GetInt64("Queued") ?? 0,
            StartedAt = entity.GetDateTimeOffset("StartedAt") ?? default,
            FinishedAt = entity.GetDateTimeOffset("FinishedAt"),
            LastError = entity.GetString("LastError"),
            Failures = entity.GetInt32("Failures") ?? 0,
            NotBefore = entity.GetDateTimeOffset("NotBefore"),
            ETag = entity.ETag,
        };
}
