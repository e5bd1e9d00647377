using System.Security.Cryptography;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>
/// A secret that a sender and a receiver share: <c>whsec_</c> and the key in Base64, as Standard Webhooks writes it.
/// </summary>
/// <seealso href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"/>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>Generates a secret of 256 bits.</summary>
    public static string Generate() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key in a secret; null if it is malformed, or its length is not within the standard.</summary>
    public static byte[]? KeyOf(string secret)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var buffer = new byte[LongestKey + 2];
        return Convert.TryFromBase64String(text, buffer, out var length) && length is >= ShortestKey and <= LongestKey
            ? buffer[..length]
            : null;
    }
}
