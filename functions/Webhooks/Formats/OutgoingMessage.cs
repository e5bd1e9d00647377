namespace Hookwork.Webhooks.Formats;

/// <summary>A message to send in one attempt.</summary>
/// <param name="Url">The subscription's.</param>
/// <param name="Id">The <c>webhook-id</c>: the same at every attempt.</param>
/// <param name="At">When the attempt begins.</param>
/// <param name="Body">As it is stored.</param>
/// <param name="Token">The subscription's; null if its format takes none.</param>
/// <param name="Secrets">The secrets to sign with, the current one first.</param>
public sealed record OutgoingMessage(
    Uri Url,
    string Id,
    DateTimeOffset At,
    byte[] Body,
    string? Token,
    IReadOnlyList<string> Secrets
)
{
    /// <summary>The request with the token in it (RFC 6750, 2.1).</summary>
    internal HttpRequestMessage Bearing(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        return request;
    }
}
