using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Webhooks.Formats;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>Reads the token of a subscription, and checks that its format, url and token fit together.</summary>
internal static class TokenInput
{
    private const int Longest = 2000;

    /// <summary>The token as the API takes it; empty for null, which removes it.</summary>
    /// <exception cref="InputException">It is no token.</exception>
    public static string Read(JsonNode? value) =>
        value is null ? ""
        : value is JsonValue text
        && text.TryGetValue(out string? token)
        && token.Length is > 0 and <= Longest
        && token.All(character => character is > ' ' and <= '~')
            ? token
        // The value is not shown, even a wrong one.
        : throw new InputException($"The token is not 1 to {Longest} printable ASCII characters without blanks.");

    /// <summary>Checks what is to be stored.</summary>
    /// <param name="current">The subscription to change; null for a new one.</param>
    /// <param name="token">The new token; empty for none, null to leave it as it is.</param>
    /// <returns>The settings with a url that has no token in it, and the new token.</returns>
    /// <exception cref="InputException">They do not fit.</exception>
    public static (SubscriptionSettings Settings, string? Token) Check(
        Subscription? current,
        SubscriptionSettings settings,
        string? token
    )
    {
        var format = WebhookFormats.Of(settings.Format);
        if (format.Token is not { } what)
            return token is not { Length: > 0 }
                ? (settings, "")
                : throw new InputException(
                    $"The format {format.Name} takes no token: send what the target asks for as a header."
                );
        if (settings.Url is null)
            throw new InputException($"The format {format.Name} is only sent, not polled: give a url.");

        var kept = current is { Token: not null } && current.Settings.Format == settings.Format;
        if (token is null && !(kept && current!.Settings.Url == settings.Url))
        {
            var (url, within) = format.Split(settings.Url);
            (settings, token) = (settings with { Url = url }, within);
        }
        var target = new Uri(settings.Url!);
        if (format.Fault(target) is { } fault)
            throw new InputException(fault);
        if (token is null ? !kept : token.Length == 0)
            throw new InputException($"The format {format.Name} needs a token: {what}.");
        if (token is null && !SubscriptionInput.IsSameHost(current!.Settings.Url!, settings.Url!))
            throw new InputException("The url leads to another host or scheme: give the token for it, too.");
        return (settings, token);
    }
}
