using System.Globalization;
using System.Security.Cryptography;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Reporting;

/// <summary>
/// The addresses to which receivers report checks. Each has a token, encrypted and authenticated with the deployment's
/// keys, that names the message and the end of its validity.
/// </summary>
public sealed class ReportAddresses(
    SecretBox box,
    HookworkSettings settings,
    WebhookSettings webhooks,
    TimeProvider time
)
{
    /// <summary>The path before the token.</summary>
    public const string Path = "/report/";

    /// <summary>No token is longer, in characters.</summary>
    private const int Longest = 2000;

    /// <summary>Tells a token from other encrypted texts.</summary>
    private const string Purpose = "report";

    /// <summary>
    /// The address for a message; null if it is not about patches, or if this deployment does not know its public
    /// address.
    /// </summary>
    public async Task<string?> MakeAsync(Announcement item, CancellationToken cancellationToken)
    {
        if (
            settings.PublicUrl is not { } url
            || item is not { Kind: ResourceKind.Series or ResourceKind.Patch, Id: > 0 }
        )
            return null;
        var until = time.GetUtcNow() + webhooks.Keep;
        var token = await box.ProtectAsync(
            $"{Purpose} {until.ToUnixTimeSeconds()} {item.Kind.Name()} {item.Id} {item.MessageId}",
            cancellationToken
        );
        return url.GetLeftPart(UriPartial.Authority) + Path + token;
    }

    /// <summary>What a token is good for; null if it is not valid, or not any more.</summary>
    public async Task<ReportScope?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > Longest)
            return null;
        string text;
        try
        {
            text = await box.UnprotectAsync(token, cancellationToken);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
        return
            text.Split(' ', 5) is [Purpose, var seconds, var kind, var id, var message]
            && DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)) is var until
            && until > time.GetUtcNow()
            ? new ReportScope(
                message,
                kind == ResourceKind.Series.Name() ? ResourceKind.Series : ResourceKind.Patch,
                long.Parse(id, CultureInfo.InvariantCulture),
                until
            )
            : null;
    }
}
