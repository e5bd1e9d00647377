namespace MimeKit;

/// <summary>The values of the X-Priority header.</summary>
public enum XMessagePriority
{
    /// <summary>1.</summary>
    Highest = 1,

    /// <summary>2.</summary>
    High = 2,

    /// <summary>3, and what is assumed without the header.</summary>
    Normal = 3,

    /// <summary>4.</summary>
    Low = 4,

    /// <summary>5.</summary>
    Lowest = 5,
}
