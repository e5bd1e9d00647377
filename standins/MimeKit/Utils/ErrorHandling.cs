namespace MimeKit.Utils;

/// <summary>What becomes of addresses that cannot be read.</summary>
internal enum ErrorHandling
{
    /// <summary>The whole text is wrong.</summary>
    Fail,

    /// <summary>The whole text is wrong, but members of a group are only left out.</summary>
    FailOutsideGroups,

    /// <summary>They are left out.</summary>
    Skip,
}
