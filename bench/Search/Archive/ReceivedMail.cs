namespace Hookwork.Bench.Search.Archive;

/// <summary>A mail read from an mbox.</summary>
internal sealed record ReceivedMail
{
    /// <summary>Without angle brackets; empty if missing.</summary>
    public required string MessageId { get; init; }

    /// <summary>The Message-IDs of its ancestors, nearest first.</summary>
    public required IReadOnlyList<string> Parents { get; init; }
    public required DateTimeOffset Date { get; init; }

    /// <summary>Decoded.</summary>
    public required string Subject { get; init; }
    public required string Name { get; init; }
    public required string Address { get; init; }

    /// <summary>Names and values, still encoded and folded.</summary>
    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>Its text parts, decoded.</summary>
    public required string Text { get; init; }

    /// <summary>Its size in the mbox, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The mail itself; empty unless asked for.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }
}
