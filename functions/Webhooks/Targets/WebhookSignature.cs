using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Targets;

/// <summary>
/// Signs messages, and checks signatures, as Standard Webhooks 1.0 describes: HMAC-SHA256 over id, timestamp and body.
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far a message's timestamp may be from this host's clock.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";

    /// <summary>The value of the signature header: one signature for each secret, the current one first.</summary>
    /// <param name="timestamp">Seconds since the Unix epoch.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var text = Text(id, timestamp, body);
        return string.Join(
            ' ',
            secrets.Select(secret =>
                Version
                + Convert.ToBase64String(
                    HMACSHA256.HashData(
                        WebhookSecret.KeyOf(secret) ?? throw new ArgumentException("It is malformed.", nameof(secrets)),
                        text
                    )
                )
            )
        );
    }

    /// <summary>Why a signed message is not valid, as one sentence; null if it is.</summary>
    public static string? Fault(
        IReadOnlyList<string> secrets,
        string? id,
        string? timestamp,
        string? signatures,
        ReadOnlySpan<byte> body,
        DateTimeOffset now
    )
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
            return $"A header is missing: {IdHeader}, {TimestampHeader} and {SignatureHeader} are needed.";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return $"{TimestampHeader} is not a number of seconds since 1970.";
        if (Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Tolerance.TotalSeconds)
            return $"{TimestampHeader} is more than {Tolerance.TotalMinutes:0} minutes from this server's clock.";

        var text = Text(id, seconds, body);
        var expected = secrets.Select(secret => HMACSHA256.HashData(WebhookSecret.KeyOf(secret)!, text)).ToList();
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(16))
        {
            var buffer = new byte[HMACSHA256.HashSizeInBytes + 2];
            if (
                signature.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64String(signature[Version.Length..], buffer, out var length)
                && expected.Exists(hash => CryptographicOperations.FixedTimeEquals(hash, buffer.AsSpan(0, length)))
            )
                return null;
        }
        return $"No signature in {SignatureHeader} matches the body and the secret.";
    }

    private static byte[] Text(string id, long timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
}
