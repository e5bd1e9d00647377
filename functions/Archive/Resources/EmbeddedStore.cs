using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive.Changes;

namespace Hookwork.Archive.Resources;

/// <summary>
/// Stores projects, people and users. They are few and seldom change, so recently read or written ones are cached.
/// </summary>
public sealed class EmbeddedStore(ArchiveStorage storage, Journal journal)
{
    private const string Journaled = "Journaled";

    /// <summary>The column of a project's earlier link names, which contain no slash, separated by slashes.</summary>
    private const string FormerNames = "FormerNames";
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(EmbeddedKind, long), (UInt128 Hash, DateTimeOffset At)> _written = new();

    /// <summary>
    /// Records a resource from an upstream response; a response older than the stored one is ignored.
    /// </summary>
    /// <param name="requestedAt">When the response was requested.</param>
    public async Task PutAsync(
        EmbeddedKind kind,
        long id,
        ReadOnlyMemory<byte> json,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var hash = Hash(json.Span);
        var isMet = _written.TryGetValue((kind, id), out var last);
        if (isMet && last.Hash == hash && requestedAt - last.At < Fresh)
            return;

        // Whom this process has not met is most likely new. Projects are put at each start, and are known.
        var isNew = !isMet && kind != EmbeddedKind.Project;
        while (!await TryPutAsync(kind, id, json, isNew, requestedAt, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            isNew = false;
        }
        _written[(kind, id)] = (hash, requestedAt);
    }

    /// <summary>Removes a person or user whom a list of the server lacks.</summary>
    /// <param name="since">Who was in a response since then stays.</param>
    public async Task RemoveAsync(EmbeddedKind kind, long id, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var table = Table(kind);
        var found = await table.FindAsync(Keys.Bucket(id), Keys.Id(id), cancellationToken);
        if (found is null || found.GetDateTimeOffset("RequestedAt") > since)
            return;
        // Journaled before too: if a crash follows the deletion, no walk finds the row again.
        await journal.AppendAsync([Change.Of(kind, id)], cancellationToken);
        try
        {
            await table.DeleteEntityAsync(found.PartitionKey, found.RowKey, found.ETag, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 412)
        {
            // Another instance has written the row since.
            return;
        }
        _written.TryRemove((kind, id), out var _);
        await journal.AppendAsync([Change.Of(kind, id)], cancellationToken);
    }

    /// <summary>Reads a resource's JSON; null if it is unknown.</summary>
    public async Task<byte[]?> JsonAsync(EmbeddedKind kind, long id, CancellationToken cancellationToken)
    {
        var found = await Table(kind).FindAsync(Keys.Bucket(id), Keys.Id(id), cancellationToken);
        return found is not null ? await PackedJson.ReadAsync(found, storage, cancellationToken) : null;
    }

    /// <summary>Every project, with the link names that it had before, and when it last changed.</summary>
    public async IAsyncEnumerable<(
        long Id,
        byte[] Json,
        IReadOnlyList<string> Former,
        DateTimeOffset At
    )> ProjectsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in storage.Projects.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            yield return (
                long.Parse(entity.RowKey),
                await PackedJson.ReadAsync(entity, storage, cancellationToken),
                entity.GetString(FormerNames)?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [],
                entity.GetDateTimeOffset("RequestedAt") ?? default
            );
    }

    /// <summary>The JSON of the resources in a range of ids.</summary>
    public async Task<IReadOnlyDictionary<long, byte[]>> RangeAsync(
        EmbeddedKind kind,
        long first,
        long last,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Keys.Bucket(first)} and PartitionKey le {Keys.Bucket(last)} and RowKey ge {Keys.Id(first)} and RowKey le {Keys.Id(last)}"
        );
        var found = new Dictionary<long, byte[]>();
        await foreach (var entity in Table(kind).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            found[long.Parse(entity.RowKey)] = await PackedJson.ReadAsync(entity, storage, cancellationToken);
        return found;
    }

    /// <summary>The JSON of every resource of a kind.</summary>
    public async IAsyncEnumerable<(long Id, byte[] Json)> AllAsync(
        EmbeddedKind kind,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var entity in Table(kind).QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            yield return (long.Parse(entity.RowKey), await PackedJson.ReadAsync(entity, storage, cancellationToken));
    }

    private async Task<bool> TryPutAsync(
        EmbeddedKind kind,
        long id,
        ReadOnlyMemory<byte> json,
        bool isNew,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var table = Table(kind);
        var current = isNew ? null : await table.FindAsync(Keys.Bucket(id), Keys.Id(id), cancellationToken);
        var entity = new TableEntity(Keys.Bucket(id), Keys.Id(id)) { ["RequestedAt"] = requestedAt };
        if (current is not null)
        {
            var stored = await PackedJson.ReadAsync(current, storage, cancellationToken);
            if (kind == EmbeddedKind.Person)
                json = WithUser(json, stored);
            if (json.Span.SequenceEqual(stored) || current.GetDateTimeOffset("RequestedAt") > requestedAt)
            {
                // A crash may have prevented the journal entry.
                if (current.GetBoolean(Journaled) != true)
                    await JournalAsync(kind, id, current.ETag, cancellationToken);
                return true;
            }
            if (kind == EmbeddedKind.Project)
                entity[FormerNames] = FormerOf(current, id, stored, json);
        }
        await PackedJson.WriteAsync(
            entity,
            json,
            storage,
            $"{kind}/{id}.json.br".ToLowerInvariant(),
            cancellationToken
        );
        if (await table.TryReplaceAsync(entity, current?.ETag, cancellationToken) is not { } written)
            return false;
        await JournalAsync(kind, id, written, cancellationToken);
        return true;
    }

    /// <summary>The link names that a project had before, after a change.</summary>
    private static string? FormerOf(TableEntity current, long id, byte[] stored, ReadOnlyMemory<byte> json)
    {
        var (before, former) = (ProjectName.Of(id, stored).LinkName, current.GetString(FormerNames));
        return before == ProjectName.Of(id, json).LinkName ? former : $"{former}/{before}";
    }

    private async Task JournalAsync(EmbeddedKind kind, long id, ETag written, CancellationToken cancellationToken)
    {
        await journal.AppendAsync([Change.Of(kind, id)], cancellationToken);
        // Where this fails, the instance that wrote the row since also journals it.
        await Table(kind)
            .TryMergeAsync(
                new TableEntity(Keys.Bucket(id), Keys.Id(id)) { [Journaled] = true },
                written,
                cancellationToken
            );
    }

    /// <summary>
    /// A person with the stored link to a user. Only the list of people has this link; embedded copies lack it.
    /// </summary>
    private static ReadOnlyMemory<byte> WithUser(ReadOnlyMemory<byte> json, byte[] stored)
    {
        using var person = JsonDocument.Parse(json);
        using var known = JsonDocument.Parse(stored);
        return
            person.RootElement.TryGetProperty("user", out _) || !known.RootElement.TryGetProperty("user", out var user)
            ? json
            : Encoding.UTF8.GetBytes($"{person.RootElement.GetRawText()[..^1]},\"user\":{user.GetRawText()}}}");
    }

    private TableClient Table(EmbeddedKind kind) =>
        kind switch
        {
            EmbeddedKind.Project => storage.Projects,
            EmbeddedKind.Person => storage.People,
            EmbeddedKind.User => storage.Users,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static UInt128 Hash(ReadOnlySpan<byte> json) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(json));
}
