using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>How lenient the parsers are, and where they stop.</summary>
public class ParserOptions
{
    /// <summary>What is used where no options are given.</summary>
    public static readonly ParserOptions Default = new();

    /// <summary>How strict addresses are read.</summary>
    public RfcComplianceMode AddressParserComplianceMode { get; set; } = RfcComplianceMode.Loose;

    /// <summary>Whether <c>Doe, Jane &lt;jane@example.com&gt;</c> is one address.</summary>
    public bool AllowUnquotedCommasInAddresses { get; set; } = true;

    /// <summary>Whether <c>root</c> is an address.</summary>
    public bool AllowAddressesWithoutDomain { get; set; } = true;

    /// <summary>How deep groups of addresses may nest before they are given up.</summary>
    public int MaxAddressGroupDepth { get; set; } = 3;

    /// <summary>How deep entities may nest; what lies deeper is not taken apart.</summary>
    public int MaxMimeDepth { get; set; } = 1024;

    /// <summary>How strict parameters of Content-Type and Content-Disposition are read.</summary>
    public RfcComplianceMode ParameterComplianceMode { get; set; } = RfcComplianceMode.Loose;

    /// <summary>How strict encoded words are recognized.</summary>
    public RfcComplianceMode Rfc2047ComplianceMode { get; set; } = RfcComplianceMode.Loose;

    /// <summary>
    /// Whether an mbox message is as long as its Content-Length says, so that a <c>From </c> line within is no separator.
    /// </summary>
    public bool RespectContentLength { get; set; }

    /// <summary>The encoding tried for undeclared 8-bit headers after UTF-8 and before ISO-8859-1.</summary>
    public Encoding CharsetEncoding { get; set; } = Charsets.StrictUtf8;

    /// <summary>A copy to change.</summary>
    public ParserOptions Clone() => (ParserOptions)MemberwiseClone();
}
