using System.Diagnostics;
using System.Globalization;

namespace Hookwork.SelfHost;

/// <summary>The version of Node.js on the <c>PATH</c>. An old one of a distribution ends at newer syntax.</summary>
internal static class NodeVersion
{
    private const int Least = 20;

    /// <summary>What to add to the reason why a program on Node.js failed; empty if its version is new enough.</summary>
    public static async Task<string> HintAsync(CancellationToken cancellationToken)
    {
        using var node = NpmFolder.Start(
            new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true }
        );
        if (node is null)
            return "";
        var version = (await node.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        return
            int.TryParse(
                version.TrimStart('v').Split('.')[0],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var major
            )
            && major < Least
            ? $"; it needs Node.js {Least} or later, and node is {version}"
            : "";
    }
}
