using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Input;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Formats;

/// <summary>A notice in a room of Matrix. The message's id is the transaction, so a repeated one shows once.</summary>
/// <seealso href="https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid"/>
public sealed partial class MatrixFormat : IWebhookFormat
{
    public string Name => "matrix";

    public string Token => "an access token of a user in the room";

    public string? Fault(Uri url) =>
        Address().IsMatch(url.PathAndQuery)
            ? null
            : "The url is not that of a room: give https://HOMESERVER/_matrix/client/v3/rooms/ROOM/send/m.room.message with the room's internal id, which begins with an exclamation mark.";

    public byte[] Write(Composition composition, string? matched)
    {
        var line = MessageLine.Of(composition);
        return JsonBody.Write(
            new JsonObject
            {
                ["msgtype"] = "m.notice",
                ["body"] = string.Concat(
                    line.Select(piece => piece.Url is null ? piece.Text : $"{piece.Text} ({piece.Url})")
                ),
                ["format"] = "org.matrix.custom.html",
                ["formatted_body"] = string.Concat(line.Select(Html)),
                // The message mentions nobody, whatever its text says.
                ["m.mentions"] = new JsonObject(),
            }
        );
    }

    public HttpRequestMessage Request(OutgoingMessage message) =>
        message.Bearing(
            new HttpRequestMessage(HttpMethod.Put, $"{message.Url.AbsoluteUri}/{Uri.EscapeDataString(message.Id)}")
            {
                Content = JsonBody.Content(message.Body),
                Headers = { { "Accept", "application/json" } },
            }
        );

    public string? Explain(TargetAnswer answer) =>
        CodeOf(answer) switch
        {
            "M_FORBIDDEN" =>
                "The token's user may not write to the room: invite it, let it join, and let it send messages.",
            "M_UNKNOWN_TOKEN" or "M_MISSING_TOKEN" =>
                "The homeserver does not accept the token: it has expired or was logged out, so give a new one.",
            "M_USER_DEACTIVATED" or "M_USER_SUSPENDED" or "M_USER_LOCKED" =>
                "The token's user is deactivated, suspended or locked: give a token of another.",
            "M_NOT_FOUND" or "M_UNRECOGNIZED" =>
                "The homeserver has no such room or address: check the url, and the room's internal id in it.",
            "M_TOO_LARGE" => "The homeserver finds the message too large.",
            var code when code == "M_LIMIT_EXCEEDED" || answer.Status == 429 =>
                "The homeserver limits the rate of messages: Hookwork waits as long as it asks.",
            _ => null,
        };

    public TimeSpan? RetryAfter(TargetAnswer answer) =>
        answer.RetryAfter
        // The older way; the header is newer.
        ?? (
            answer.Json()?["retry_after_ms"] is JsonValue value && value.TryGetValue(out long wait) && wait > 0
                ? TimeSpan.FromMilliseconds(Math.Min(wait, int.MaxValue))
                : null
        );

    private static string? CodeOf(TargetAnswer answer)
    {
        try
        {
            return answer.Json()?.Text("errcode");
        }
        // Half of a surrogate pair.
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Html(MessageLine.Piece piece)
    {
        var text = WebUtility.HtmlEncode(piece.Text);
        return piece.Url is { } url ? $"<a href=\"{WebUtility.HtmlEncode(url)}\">{text}</a>" : text;
    }

    [GeneratedRegex(@"/_matrix/client/v3/rooms/(?:!|%21)[^/?]+/send/m\.room\.message\z", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
