using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Announcing;

/// <summary>An announcement, and what is read and composed once for all its subscriptions.</summary>
public sealed class AnnouncedMessage(Announcement item)
{
    public Announcement Item => item;

    /// <summary>Whether a cover letter or a prerequisite may still arrive.</summary>
    public bool Settles { get; set; }

    /// <summary>
    /// The mails that queries are matched against, before and after the change; null until they are read.
    /// </summary>
    public (IReadOnlyList<SearchDocument> Before, IReadOnlyList<SearchDocument> After)? Mails { get; set; }

    /// <summary>The data that bodies are written from; null until it is composed.</summary>
    public Composition? Composition { get; set; }

    /// <summary>The bodies by storage key.</summary>
    public Dictionary<PayloadKey, byte[]> Bodies { get; } = [];
}
