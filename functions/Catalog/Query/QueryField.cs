namespace Hookwork.Catalog.Query;

/// <summary>What a prefix of the query language asks about.</summary>
public enum QueryField
{
    /// <summary>No prefix: everything of a mail.</summary>
    Any,
    Subject,
    From,
    To,
    Cc,
    ToOrCc,
    Address,
    Body,
    NonQuoted,
    Quoted,
    BodyOrSubject,
    Files,
    Added,
    Removed,
    Context,
    Hunks,
    Date,
    BlobBefore,
    BlobAfter,
    Blob,
    MessageId,
    Kind,
    State,
    Delegate,
    Archived,
    Check,
    Project,
    Series,
    Trailer,
}
