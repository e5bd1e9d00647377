using System.Diagnostics;
using System.Globalization;

namespace Hookwork.SelfHost;

/// <summary>The version of Node.js on the <c>PATH</c>. An old one of a distribution ends at newer syntax.</summary>
internal static class NodeVersion
{
    private const int Least = 20;

    /// <summary>Explains why a program on Node.js failed, if its version is too old.</summary>
    /// <param name="product">The product's name in the message.</param>
    /// <param name="otherwise">The alternative to installing Node.js, as the end of a sentence.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="SelfHostException">The version is too old.</exception>
    public static async Task CheckAsync(string product, string otherwise, CancellationToken cancellationToken)
    {
        using var node = NpmFolder.Start(
            new ProcessStartInfo("node", ["--version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        );
        if (node is null)
            return;
        var version = (await node.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        if (
            int.TryParse(
                version.TrimStart('v').Split('.')[0],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var major
            )
            && major < Least
        )
            throw new SelfHostException(
                $"{product} needs Node.js {Least} or later, and node is {version}: install a newer one{otherwise}."
            );
    }
}
