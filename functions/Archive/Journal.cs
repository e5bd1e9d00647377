using Azure.Data.Tables;

namespace Hookwork.Archive;

/// <summary>Which resources changed in which hour: what the catalog follows, by the rows' own Timestamp.</summary>
public sealed class Journal(ArchiveStorage storage, TimeProvider time)
{
    /// <summary>Records that resources were written.</summary>
    public Task AppendAsync(IEnumerable<(long Project, ResourceKind Kind, long Id)> changes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return storage.Changes.SubmitAsync(
            changes.Distinct().Select(change => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                new TableEntity(Keys.Hour(change.Project, now), $"{change.Kind.Name()}-{Keys.Id(change.Id)}"))),
            cancellationToken);
    }
}
