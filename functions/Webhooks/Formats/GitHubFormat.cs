using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Formats;

/// <summary>GitHub's <c>repository_dispatch</c>, which starts workflows of GitHub Actions.</summary>
/// <seealso href="https://docs.github.com/en/rest/repos/repos#create-a-repository-dispatch-event"/>
public sealed partial class GitHubFormat : IWebhookFormat
{
    /// <summary>GitHub's limit is 64 KB, and how it counts is not documented.</summary>
    private const int MostBytes = 64_000;

    public string Name => "github";

    public string Token => "an access token with the permission contents: write";

    public string? Fault(Uri url) =>
        Address().IsMatch(url.PathAndQuery)
            ? null
            : "The url is not one for repository_dispatch: give https://api.github.com/repos/OWNER/REPOSITORY/dispatches, or https://HOST/api/v3/repos/OWNER/REPOSITORY/dispatches of your own server.";

    public byte[] Write(Composition composition, string? matched)
    {
        var payload = composition.Envelope(MostBytes, matched);
        payload.Insert(0, "id", composition.Item.MessageId);
        return JsonBody.Write(new JsonObject { ["event_type"] = composition.Item.Type, ["client_payload"] = payload });
    }

    public HttpRequestMessage Request(OutgoingMessage message) =>
        message.Bearing(
            new HttpRequestMessage(HttpMethod.Post, message.Url)
            {
                Content = JsonBody.Content(message.Body),
                Headers = { { "Accept", "application/vnd.github+json" }, { "X-GitHub-Api-Version", "2022-11-28" } },
            }
        );

    public string? Explain(TargetAnswer answer) =>
        answer.Status switch
        {
            301 or 302 or 307 or 308 => "The repository was renamed or moved: put its new name into the url.",
            401 => "GitHub does not accept the token: it is wrong, expired or revoked, so give a new one.",
            403 or 429 when IsLimited(answer) =>
                "GitHub limits the rate of requests: Hookwork waits as long as it asks.",
            403 when answer.Header("X-GitHub-SSO") is not null =>
                "The token is not authorized for the organization's single sign-on: authorize it at GitHub.",
            403 =>
                "The token may not send to this repository: give it the permission contents: write, or a classic token the scope repo.",
            404 =>
                "GitHub has no such repository, or the token may not see it: check the url, and give the token access with contents: write.",
            422 =>
                "GitHub does not take the event as it is, or takes too many for this repository: its answer says why.",
            _ => null,
        };

    public TimeSpan? RetryAfter(TargetAnswer answer) =>
        answer.RetryAfter
        ?? (
            !IsLimited(answer) ? null
            : Reset(answer) is { } reset && reset > answer.At ? reset - answer.At
            // GitHub's documentation asks for this where no header says how long.
            : TimeSpan.FromMinutes(1)
        );

    /// <summary>Whether the primary or a secondary rate limit is exceeded.</summary>
    private static bool IsLimited(TargetAnswer answer) =>
        answer.Status == 429
        || answer.Status == 403 && (answer.RetryAfter is not null || IsUsedUp(answer) || answer.Says("rate limit"));

    private static bool IsUsedUp(TargetAnswer answer) => answer.Header("X-RateLimit-Remaining") == "0";

    /// <summary>When the primary limit is reset, if it is used up.</summary>
    private static DateTimeOffset? Reset(TargetAnswer answer) =>
        IsUsedUp(answer)
        && uint.TryParse(
            answer.Header("X-RateLimit-Reset"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    [GeneratedRegex(@"/repos/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+/dispatches\z")]
    private static partial Regex Address();
}
