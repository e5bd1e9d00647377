using System.Security.Cryptography;
using System.Text;

namespace Hookwork.Webhooks.Reporting;

/// <summary>Names a stored report.</summary>
/// <param name="Partition">That of the message.</param>
/// <param name="Context">The context, and whose it is.</param>
public sealed record ReportKey(string Partition, string Context)
{
    /// <summary>
    /// The key of a caller's report. Several subscribers get the same address, and checks of one context by two users
    /// of Patchwork are two checks.
    /// </summary>
    /// <param name="token">The caller's, of which a hash is kept.</param>
    public static ReportKey Of(string partition, string context, string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{partition}\n{token}"));
        return new(partition, $"{context}.{Convert.ToHexStringLower(hash)[..32]}");
    }
}
