using Hookwork.Catalog.Searching;

namespace Hookwork.Catalog.Threads;

/// <summary>A mail in its thread.</summary>
public sealed record ThreadMail
{
    public required MailRow Row { get; init; }

    /// <summary>The state of a patch; null for other mails.</summary>
    public required string? State { get; init; }

    /// <summary>Its text, without the diff of a patch.</summary>
    public required string Text { get; init; }

    /// <summary>The number of files that its diff changes.</summary>
    public required int Files { get; init; }

    /// <summary>How many mails of the thread it answers, one answering the next.</summary>
    public int Depth { get; init; }

    /// <summary>The mail that it answers; null if that is not in the thread.</summary>
    public ThreadMail? Parent { get; init; }
}
