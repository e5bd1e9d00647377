using System.Security.Cryptography;
using System.Text;
using Hookwork.Archive.Resources;

namespace Hookwork.Webhooks.Reporting;

/// <summary>What a report address is good for.</summary>
/// <param name="Message">The id of the message that has the address.</param>
/// <param name="Kind">Series or patch.</param>
/// <param name="Id">The id of the series, all of whose patches get the check, or of the patch.</param>
/// <param name="Until">When the address expires.</param>
public sealed record ReportScope(string Message, ResourceKind Kind, long Id, DateTimeOffset Until)
{
    /// <summary>The partition of the message's reports.</summary>
    public string Partition =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Message}\n{Kind.Name()}\n{Id}")))[..32];
}
