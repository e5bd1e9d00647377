using System.Security.Cryptography;
using System.Text;
using Hookwork.Input;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Webhooks.Console;

/// <summary>
/// An operator's session: the function key, in a cookie that scripts cannot read and that no other site's request
/// carries. Nothing is kept on the server, so every instance knows every session, and a key that is changed ends them.
/// </summary>
/// <param name="Key">The function key; empty where none is needed.</param>
/// <param name="Nonce">Random bytes, from which the token of the session's forms follows.</param>
internal sealed record ConsoleSession(string Key, string Nonce)
{
    public const string Cookie = "hookwork-operator";

    /// <summary>The name of the token's input in each form.</summary>
    public const string TokenName = "_token";

    private const int LongestKey = 512;
    private const int NonceBytes = 16;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>The token of the session's forms: only a page of this site can know it.</summary>
    public string Token =>
        WebEncoders.Base64UrlEncode(
            HMACSHA256.HashData(WebEncoders.Base64UrlDecode(Nonce), Encoding.UTF8.GetBytes("Hookwork.Webhooks.Console"))
        );

    /// <summary>A session with a key; null if it cannot be one.</summary>
    public static ConsoleSession? With(string key) =>
        key.Length <= LongestKey && key.All(letter => letter is > ' ' and <= '~')
            ? new ConsoleSession(key, WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(NonceBytes)))
            : null;

    /// <summary>The session of a request; null without one.</summary>
    public static ConsoleSession? Of(HttpRequest request)
    {
        if (request.Cookies[Cookie]?.Split('.') is not [var nonce, var key])
            return null;
        try
        {
            return
                WebEncoders.Base64UrlDecode(nonce).Length == NonceBytes
                && With(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(key))) is { } session
                ? session with
                {
                    Nonce = nonce,
                }
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Ends the session in the browser.</summary>
    public static void End(HttpResponse response) => response.Cookies.Delete(Cookie, Options(null));

    /// <summary>Begins the session in the browser.</summary>
    public void Begin(HttpResponse response) =>
        response.Cookies.Append(
            Cookie,
            $"{Nonce}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(Key))}",
            Options(Longest)
        );

    /// <summary>
    /// Whether a form comes from a page of this session: it has the session's token, and the browser names no other
    /// site.
    /// </summary>
    public bool Owns(HttpRequest request, IFormCollection form, HookworkSettings settings) =>
        !SameSite.Refuses(request, settings)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(form[TokenName].ToString()),
            Encoding.UTF8.GetBytes(Token)
        );

    private static CookieOptions Options(TimeSpan? age) =>
        new()
        {
            Path = ConsoleEndpoints.Root,
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
            MaxAge = age,
        };
}
