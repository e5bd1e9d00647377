namespace Hookwork.Site.Rows;

/// <summary>Addresses that others wrote.</summary>
internal static class WebAddress
{
    /// <summary>An address that may become a link: absolute, with http or https; else null.</summary>
    public static string? OrNull(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri.AbsoluteUri
            : null;
}
