namespace MimeKit;

/// <summary>The values of the Priority header (RFC 2156, section 2.3.1).</summary>
public enum MessagePriority
{
    /// <summary>non-urgent.</summary>
    NonUrgent,

    /// <summary>normal, and what is assumed without the header.</summary>
    Normal,

    /// <summary>urgent.</summary>
    Urgent,
}
