namespace MimeKit;

/// <summary>What happened to a <see cref="HeaderList"/>.</summary>
internal enum HeaderListChangedAction
{
    /// <summary>A header came in.</summary>
    Added,

    /// <summary>A header got another value.</summary>
    Changed,

    /// <summary>A header went out.</summary>
    Removed,

    /// <summary>All headers went out.</summary>
    Cleared,
}
