namespace Hookwork.Catalog.Query;

/// <summary>The field that a prefix of the query language searches.</summary>
public enum QueryField
{
    /// <summary>No prefix: every text of a mail.</summary>
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
