using System.Globalization;

namespace MimeKit.Utils;

/// <summary>Domain names in and out of their ASCII form (RFC 3490). What cannot be mapped stays as it is.</summary>
internal static class Idn
{
    private static readonly IdnMapping Mapping = new();

    public static string Decode(string domain)
    {
        if (!domain.StartsWith("xn--", StringComparison.Ordinal) && !domain.Contains(".xn--", StringComparison.Ordinal))
            return domain;

        try
        {
            return Mapping.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    public static string Encode(string domain)
    {
        try
        {
            return Mapping.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }
}
