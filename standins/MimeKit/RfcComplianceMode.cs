namespace MimeKit;

/// <summary>How much a parser forgives.</summary>
public enum RfcComplianceMode
{
    /// <summary>Even more than <see cref="Loose"/>: an escaped <c>@</c>, repeated or trailing dots in a local part.</summary>
    Looser = -1,

    /// <summary>What real mail needs. The default.</summary>
    Loose = 0,

    /// <summary>Close to the letter of the RFCs.</summary>
    Strict = 1,
}
