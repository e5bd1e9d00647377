using System.Globalization;
using System.IO.Hashing;

namespace Hookwork.Pages;

/// <summary>The look that all pages share.</summary>
internal static class StyleSheet
{
    /// <summary>The style sheet itself.</summary>
    public static byte[] Content { get; } = Read();

    /// <summary>Where it is served; another content has another address, so that browsers may keep it.</summary>
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
