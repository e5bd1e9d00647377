using System.Diagnostics.CodeAnalysis;

namespace Hookwork.Input;

/// <summary>Addresses that others wrote.</summary>
public static class UriText
{
    /// <summary>
    /// Reads an absolute address, but none of a file or a share. .NET throws for some of those: with a mark of direction
    /// as the host, such as U+200E. It reads the scheme vsmacros in the same way.
    /// </summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        return text is { Length: > 0 }
            && char.IsAsciiLetter(text[0])
            && !text.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("vsmacros:", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(text, UriKind.Absolute, out address);
    }

    /// <summary>Reads an address of the web: with http or https.</summary>
    public static bool TryReadWeb(string? text, [NotNullWhen(true)] out Uri? address) =>
        TryRead(text, out address) && address.Scheme is "http" or "https";

    /// <summary>The host in ASCII; empty if it has characters that no host has.</summary>
    public static string HostOf(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return "";
        }
    }
}
