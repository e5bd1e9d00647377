using System.Text.Json.Nodes;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Formats;

/// <summary>An incoming webhook of Slack, or of a chat that takes the same, such as Mattermost.</summary>
/// <seealso href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks"/>
public sealed class SlackFormat : IWebhookFormat
{
    /// <summary>
    /// The end of the addresses at which Discord and others accept Slack's format. The secret is before it.
    /// </summary>
    private const string Suffix = "/slack";

    public string Name => "slack";

    public string Token => "the last part of the incoming webhook's address";

    public string? Fault(Uri url)
    {
        var parts = url.AbsolutePath.Split('/')[1..];
        var isSlack = url.IdnHost.EndsWith(".slack.com", StringComparison.OrdinalIgnoreCase);
        return
            url.Query.Length == 0
            && parts[0].Length > 0
            && parts[^1].Length > 0
            && (!isSlack || parts is ["services", _, _])
            ? null
            : "The url is not that of an incoming webhook: give https://hooks.slack.com/services/T…/B…/…, or that of your own chat.";
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Everybody who knows the whole address may post, so its last part is kept as the token. With the suffix, its last
    /// two parts are.
    /// </remarks>
    public (string Url, string? Token) Split(string url)
    {
        var target = new Uri(url);
        var hasSuffix = target.Segments.Length > 4 && url.EndsWith(Suffix, StringComparison.Ordinal);
        var end = hasSuffix ? url.Length - Suffix.Length : url.Length;
        var slash = url.LastIndexOf('/', end - 1);
        return target is { Query.Length: 0, Segments.Length: > 2 } && slash < end - 1
            ? (url[..slash], Uri.UnescapeDataString(url[(slash + 1)..]))
            : (url, null);
    }

    public byte[] Write(Composition composition, string? matched) =>
        JsonBody.Write(
            new JsonObject
            {
                ["text"] = string.Concat(MessageLine.Of(composition).Select(Write)),
                ["unfurl_links"] = false,
                ["unfurl_media"] = false,
            }
        );

    public HttpRequestMessage Request(OutgoingMessage message) =>
        new(
            HttpMethod.Post,
            $"{message.Url.AbsoluteUri}/{Uri.EscapeDataString(message.Token!).Replace("%2Fslack", Suffix)}"
        )
        {
            Content = JsonBody.Content(message.Body),
        };

    public string? Explain(TargetAnswer answer) =>
        answer.Body?.Trim() switch
        {
            "invalid_payload" or "no_text" or "missing_text_or_fallback_or_attachments" =>
                "The chat cannot read the message: check that the url is that of an incoming webhook.",
            "no_service" or "no_service_id" or "no_active_hooks" or "invalid_token" =>
                "The incoming webhook is disabled, removed or wrong: make a new one, and give its url.",
            "no_team" or "team_disabled" => "The workspace is gone or disabled: give a url of another.",
            "channel_not_found" => "The webhook's channel does not exist any more: make a webhook for another.",
            "channel_is_archived" => "The webhook's channel is archived: restore it, or make a webhook for another.",
            "user_not_found" => "The user that the webhook writes to does not exist: make a webhook for a channel.",
            "action_prohibited" => "An admin of the workspace forbids this webhook to write: ask them to allow it.",
            "posting_to_general_channel_denied" =>
                "Only some members may write to the workspace's general channel: make a webhook for another.",
            "rollup_error" => "Slack failed for a reason of its own: Hookwork tries again.",
            _ when answer.Status == 429 => "The chat limits the rate of messages: Hookwork waits as long as it asks.",
            _ when answer.Status is 403 or 404 =>
                "The chat has no such webhook, or forbids it to write: make a new one, and give its url.",
            _ => null,
        };

    /// <summary>
    /// A piece in mrkdwn. Mattermost and others make Markdown of it, where text would bring links and images of its own,
    /// and a bracket in an address would end the link.
    /// </summary>
    private static string Write(MessageLine.Piece piece)
    {
        var text = Escape(piece.Text.Replace("](", "]\u200b("));
        return piece.Url is { } url
            ? $"<{Escape(url).Replace("|", "%7C").Replace("(", "%28").Replace(")", "%29")}|{text}>"
            : text;
    }

    /// <summary>The three signs of Slack's control sequences.</summary>
    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
