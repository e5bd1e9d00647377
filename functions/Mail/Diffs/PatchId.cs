using System.Text;

namespace Hookwork.Mail.Diffs;

/// <summary>
/// The patch-id of a diff, as <c>git patch-id --stable</c> computes it (git-patch-id(1)). Line numbers, white space and
/// the order of the files do not matter, so the same change has the same id in another mail or as a commit.
/// </summary>
public static class PatchId
{
    /// <summary>The patch-id of the first patch in a text.</summary>
    /// <param name="diff">A diff, or a whole mail; null has none.</param>
    /// <returns>40 hexadecimal digits; null without a line <c>diff</c>, which git requires.</returns>
    public static string? Of(string? diff)
    {
        if (string.IsNullOrEmpty(diff))
            return null;
        using var reader = new PatchIdReader();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(diff);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n') is >= 0 and var feed ? feed : rest.Length;
            if (!reader.TryRead(rest[..end]))
                break;
            rest = rest[Math.Min(end + 1, rest.Length)..];
        }
        return reader.Finish() is { } id ? Convert.ToHexStringLower(id) : null;
    }
}
