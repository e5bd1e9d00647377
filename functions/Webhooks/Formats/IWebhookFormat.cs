using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Formats;

/// <summary>How messages are written and sent to one kind of receiver, and what its answers mean.</summary>
public interface IWebhookFormat
{
    /// <summary>The name in a subscription's settings.</summary>
    string Name { get; }

    /// <summary>What the token of a subscription is, in a few words; null if the format takes none.</summary>
    string? Token => null;

    /// <summary>Why a URL, which may be a target's, cannot be one of this format; null if it can.</summary>
    string? Fault(Uri url) => null;

    /// <summary>A URL without the token in it, and the token; the URL alone if it has none.</summary>
    (string Url, string? Token) Split(string url) => (url, null);

    /// <summary>Writes the body that is stored. Subscriptions share it, so it holds no token.</summary>
    /// <param name="matched">Whether the subscription's query matched before or after the change; null without a
    /// query.</param>
    byte[] Write(Composition composition, string? matched);

    /// <summary>The request of an attempt.</summary>
    HttpRequestMessage Request(OutgoingMessage message);

    /// <summary>What a failure means and what to do, as one sentence; null if the status says all there is.</summary>
    string? Explain(TargetAnswer answer) => null;

    /// <summary>The wait that a failure asks for; null for none.</summary>
    TimeSpan? RetryAfter(TargetAnswer answer) => answer.RetryAfter;
}
