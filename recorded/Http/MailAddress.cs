using System.Text.RegularExpressions;

namespace Hookwork.Recorded.Http;

/// <summary>The addresses of patches and cover letters, as Django builds them.</summary>
internal static partial class MailAddress
{
    /// <summary>The path of a patch or cover letter: the Message-ID without its brackets, slashes escaped twice.</summary>
    public static string Of(string project, string kind, string messageId) =>
        $"/project/{Escape(project)}/{kind}/{Escape(messageId.Trim('<', '>').Replace("/", "%2F", StringComparison.Ordinal))}/";

    private static string Escape(string text) =>
        Allowed().Replace(Uri.EscapeDataString(text), escaped => Uri.UnescapeDataString(escaped.Value));

    [GeneratedRegex("%(?:21|24|26|27|28|29|2A|2B|2C|3A|3B|3D|40)")]
    private static partial Regex Allowed();
}
