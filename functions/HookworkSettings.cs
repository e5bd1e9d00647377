using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hookwork;

/// <summary>Settings of Hookwork itself.</summary>
public sealed record HookworkSettings
{
    /// <summary>Where users reach this deployment; null to take what each request says.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Scheme and authority for the addresses in an answer, without a slash at the end.</summary>
    public string Origin(HttpRequest request) =>
        PublicUrl is { } url ? url.GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host.ToUriComponent()}";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One is malformed.</exception>
    public static HookworkSettings Read(IConfiguration configuration)
    {
        if (configuration["Hookwork:PublicUrl"] is not { Length: > 0 } text)
            return new HookworkSettings();
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath == "/"
            ? new HookworkSettings { PublicUrl = url }
            : throw new SettingsException($"Hookwork__PublicUrl is '{Printable.Escape(text)}': give scheme and host, such as https://hookwork.example.org.");
    }
}
