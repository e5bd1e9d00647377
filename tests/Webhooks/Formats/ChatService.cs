using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace Hookwork.Tests.Webhooks.Formats;

/// <summary>Slack and a Matrix homeserver, by what their documentation says they take and answer.</summary>
internal static partial class ChatService
{
    /// <summary>The path of Slack's webhook, its last part included.</summary>
    public const string Slack = "/services/T01/B02/sLackS3cret";

    /// <summary>The path of the room's messages.</summary>
    public const string Room = "/_matrix/client/v3/rooms/!room:example.org/send/m.room.message";

    public const string MatrixToken = "syt_mAtr1xS3cret";

    /// <summary>Starts Slack.</summary>
    public static Task<Target> StartSlackAsync() =>
        Target.StartAsync(context =>
            context.Request.Path != Slack ? TimedHooks.AnswerAsync(context, 404, "no_service")
            : context.Request.Method != "POST"
            || context.Request.ContentType?.StartsWith("application/json") is not true
                ? TimedHooks.AnswerAsync(context, 400, "invalid_payload")
            : TimedHooks.AnswerAsync(context, 200, "ok")
        );

    /// <summary>Starts a homeserver. It forgets no transaction, so its events are counted by their ids.</summary>
    public static Task<Target> StartMatrixAsync() =>
        Target.StartAsync(context =>
        {
            var path = context.Request.Path.Value!;
            if (context.Request.Headers.Authorization != $"Bearer {MatrixToken}")
                return TimedHooks.AnswerAsync(context, 401, """{"errcode": "M_UNKNOWN_TOKEN", "error": "No"}""");
            if (context.Request.Method != "PUT" || !path.StartsWith(Room + "/", StringComparison.Ordinal))
                return TimedHooks.AnswerAsync(context, 404, """{"errcode": "M_UNRECOGNIZED", "error": "No"}""");
            return TimedHooks.AnswerAsync(context, 200, $$"""{"event_id": "${{path[(Room.Length + 1)..]}}"}""");
        });

    /// <summary>What people in Slack read of a message. It calls nobody, and links by http only.</summary>
    public static string ReadSlack(string body)
    {
        var message = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(["text", "unfurl_links", "unfurl_media"], message.Select(field => field.Key));
        Assert.False((bool)message["unfurl_links"]!);
        var text = (string)message["text"]!;
        Assert.InRange(text.Length, 1, 4000);
        Assert.DoesNotContain('\n', text);
        foreach (Match sequence in Sequence().Matches(text))
            Assert.Matches(@"^<https?://[^|<>]+\|[^<>]*>$", sequence.Value);
        var shown = Sequence().Replace(text, link => link.Value[1..^1].Split('|', 2)[1]);
        Assert.DoesNotMatch("[<>]|&(?!amp;|lt;|gt;)", shown);
        Assert.DoesNotMatch(@"@\w", shown);
        return shown.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&");
    }

    /// <summary>What people in the room read of a message.</summary>
    public static string ReadMatrix(string body)
    {
        var message = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(
            ("m.notice", "org.matrix.custom.html", "{}"),
            ((string)message["msgtype"]!, (string)message["format"]!, message["m.mentions"]!.ToJsonString())
        );
        var page = new HtmlParser().ParseDocument((string)message["formatted_body"]!);
        foreach (var element in page.Body!.QuerySelectorAll("*"))
        {
            Assert.Equal(("A", 1), (element.TagName, element.Attributes.Length));
            Assert.Matches("^https?://", element.GetAttribute("href"));
        }
        Assert.DoesNotMatch(@"@\w|[\r\n]", (string)message["body"]!);
        return page.Body.TextContent;
    }

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Sequence();
}
