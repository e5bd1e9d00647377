using Azure.Data.Tables;

namespace Hookwork.Archive.Events;

/// <summary>An event to record.</summary>
/// <param name="Date">The date as the server wrote it.</param>
/// <param name="Json">The event as upstream showed it.</param>
/// <param name="Resource">The queue message for the resource to fetch; null if there is none.</param>
/// <param name="Fault">Why nothing can be fetched; the event is recorded as failed.</param>
public sealed record NewEvent(
    long Project,
    long Id,
    string Category,
    string Date,
    ReadOnlyMemory<byte> Json,
    string? Resource,
    string? Fault
)
{
    /// <summary>Whether the caller refreshes its resource itself, so that no message has it.</summary>
    public bool IsUnqueued { get; init; }

    /// <summary>Its row in the list of unfinished events.</summary>
    internal TableEntity Open =>
        new(Keys.Id(Project), Keys.Id(Id))
        {
            ["Resource"] = Resource ?? "",
            ["Date"] = Date,
            ["Short"] = IsUnqueued,
        };
}
