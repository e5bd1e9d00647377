namespace MimeKit;

/// <summary>The values of the Importance header (RFC 2156, section 2.3.1).</summary>
public enum MessageImportance
{
    /// <summary>low.</summary>
    Low,

    /// <summary>normal, and what is assumed without the header.</summary>
    Normal,

    /// <summary>high.</summary>
    High,
}
