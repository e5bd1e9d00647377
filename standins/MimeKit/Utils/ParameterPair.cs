namespace MimeKit.Utils;

/// <summary>A parameter as it was written, which may be one of several pieces (RFC 2231, section 3).</summary>
/// <param name="Name">The name.</param>
/// <param name="Index">The number of the piece, if it is one.</param>
/// <param name="IsEncoded">Whether the value is percent-encoded (RFC 2231, section 4).</param>
/// <param name="Value">The octets of the value, quotes included.</param>
internal sealed record ParameterPair(string Name, int? Index, bool IsEncoded, byte[] Value);
