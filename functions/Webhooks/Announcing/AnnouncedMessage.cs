using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Announcing;

/// <summary>What is read and composed once for all subscriptions to an announcement.</summary>
public sealed class AnnouncedMessage(Announcement item)
{
    /// <summary>The announcement.</summary>
    public Announcement Item => item;

    /// <summary>Whether a cover letter may still be on its way.</summary>
    public required bool Settles { get; init; }

    /// <summary>
    /// The mails that queries are matched with, before and after the change; null until they are read.
    /// </summary>
    public (IReadOnlyList<SearchDocument> Before, IReadOnlyList<SearchDocument> After)? Mails { get; set; }

    /// <summary>What the bodies are written of; null until it is composed.</summary>
    public Composition? Composition { get; set; }

    /// <summary>The bodies by where they are stored.</summary>
    public Dictionary<PayloadKey, byte[]> Bodies { get; } = [];
}
