using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Threads;

public sealed record ThreadMail
{
    /// <summary>What it is, and which patch or cover letter it is on.</summary>
    public required MailKey Key { get; init; }

    /// <summary>Its Message-ID, without brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>The Message-ID of the patch or cover letter that it is on, or its own; without brackets.</summary>
    public required string SubmissionMessageId { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Its subject; of a patch or cover letter, the name that Patchwork gave it.</summary>
    public required string Subject { get; init; }

    /// <summary>Who sent it; 0 if unknown.</summary>
    public required long Submitter { get; init; }

    /// <summary>The name of that person; null if there is none.</summary>
    public required string? Name { get; init; }

    /// <summary>The address of that person; null if unknown.</summary>
    public required string? Email { get; init; }

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
