namespace MimeKit;

/// <summary>How a parameter value that is not plain ASCII is written.</summary>
public enum ParameterEncodingMethod
{
    /// <summary>As <see cref="FormatOptions.ParameterEncodingMethod"/> says.</summary>
    Default = 0,

    /// <summary>Percent-encoded with a charset, in numbered pieces when long (RFC 2231).</summary>
    Rfc2231 = 1 << 0,

    /// <summary>Encoded words within the quotes, which no RFC allows but many readers expect (RFC 2047).</summary>
    Rfc2047 = 1 << 1,
}
