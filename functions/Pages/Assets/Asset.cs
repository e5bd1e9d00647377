using System.Globalization;
using System.IO.Hashing;

namespace Hookwork.Pages.Assets;

/// <summary>A file that pages load. Its address has a hash of its content, so browsers may keep it for ever.</summary>
/// <param name="Address">The path on this host.</param>
/// <param name="ContentType">The media type.</param>
/// <param name="Content">The file's bytes.</param>
internal sealed record Asset(string Address, string ContentType, byte[] Content)
{
    /// <summary>The style sheet of all pages: the files of Pages/Styles in the order of their names.</summary>
    public static Asset Style { get; } = Join("css", "text/css; charset=utf-8");

    /// <summary>The script of all pages. Every page works without it.</summary>
    public static Asset Script { get; } = Join("js", "text/javascript; charset=utf-8");

    /// <summary>The icon of all pages.</summary>
    public static Asset Icon { get; } = Join("svg", "image/svg+xml");

    /// <summary>Every asset.</summary>
    public static IReadOnlyList<Asset> All { get; } = [Style, Script, Icon];

    private static Asset Join(string extension, string contentType)
    {
        var assembly = typeof(Asset).Assembly;
        using var content = new MemoryStream();
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(name =>
                    name.StartsWith("pages/", StringComparison.Ordinal) && Path.GetExtension(name) == $".{extension}"
                )
                .Order(StringComparer.Ordinal)
        )
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            file.CopyTo(content);
        }
        var bytes = content.ToArray();
        var hash = XxHash64.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture);
        return new Asset($"/assets/{hash}.{extension}", contentType, bytes);
    }
}
