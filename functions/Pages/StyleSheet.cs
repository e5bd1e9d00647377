using System.Globalization;
using System.IO.Hashing;

namespace Hookwork.Pages;

/// <summary>The style sheet of all pages.</summary>
internal static class StyleSheet
{
    /// <summary>The content.</summary>
    public static byte[] Content { get; } = Read();

    /// <summary>Its address, with a hash of the content, so browsers may cache it.</summary>
    public static string Address { get; } =
        $"/assets/{XxHash3.HashToUInt64(Content).ToString("x16", CultureInfo.InvariantCulture)}.css";

    private static byte[] Read()
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("Hookwork.Pages.site.css")!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
