using Azure.Data.Tables;

namespace Hookwork.Archive.Events;

/// <summary>The outcome of an event.</summary>
/// <param name="Status">One of <see cref="EventStatus"/>.</param>
/// <param name="Reason">The reason, if the status needs one.</param>
public sealed record EventOutcome(long Project, long Id, string Status, string? Reason)
{
    /// <summary>The column that marks an event which the server deleted.</summary>
    internal const string Deleted = "Deleted";

    /// <summary>Whether the server deleted the event itself. No later outcome changes that.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The columns of the event's row.</summary>
    internal TableEntity Row =>
        new(Keys.EventBucket(Project, Id), Keys.Id(Id))
        {
            ["Status"] = Status,
            ["Reason"] = Reason,
            [Deleted] = IsDeleted ? true : null,
        };

    /// <summary>The status in an event's row. The refresh of a copy of its message may have ended after it was deleted.</summary>
    internal static string StatusOf(TableEntity row) =>
        row.GetBoolean(Deleted) == true ? EventStatus.Gone : row.GetString("Status")!;
}
