using Hookwork.Input;

namespace Hookwork.Site.Rows;

/// <summary>Addresses that others wrote.</summary>
internal static class WebAddress
{
    /// <summary>An address that may become a link: absolute, with http or https; else null.</summary>
    public static string? OrNull(string? address) => UriText.TryReadWeb(address, out var uri) ? uri.AbsoluteUri : null;
}
