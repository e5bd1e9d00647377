using System.Globalization;
using System.Text;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Archive;

namespace Hookwork.Api;

/// <summary>The page of a patch or cover letter: what its web address leads to.</summary>
public sealed class MailPage(Mboxes mboxes, ResourceReader reader, ReplyStore replies)
{
    /// <summary>Shows the mail, and the replies to it.</summary>
    public async Task<Microsoft.AspNetCore.Http.IResult> AnswerAsync(ResourceKind kind, string project, string messageId, CancellationToken cancellationToken)
    {
        if (await mboxes.FindAsync(project, messageId, kind, cancellationToken) is not var (_, id) || await reader.ReadAsync(kind, id, cancellationToken) is not { } json)
            return ApiPage.NoPage;
        using var document = JsonDocument.Parse(json.ToJsonString());
        var mail = document.RootElement;
        var body = new StringBuilder();
        body.Append("<p>").Append(Encode(Sender(mail))).Append(", ").Append(Encode(Text(mail, "date"))).Append(" UTC</p>\n<p>");
        if (kind == ResourceKind.Patch)
            body.Append("State: ").Append(Encode(Text(mail, "state"))).Append(". Checks: ").Append(Encode(Text(mail, "check"))).Append(". ");
        foreach (var series in mail.TryGetProperty("series", out var all) ? all.EnumerateArray() : [])
            Link(body, $"/series/{series.GetProperty("id")}/", $"Series: {Text(series, "name")}");
        Link(body, Text(mail, "mbox"), "mbox");
        Link(body, Text(mail, "url") + "?format=json", "JSON");
        body.Append("</p>\n<pre>").Append(Encode(Text(mail, "content"))).Append("</pre>\n");
        if (Text(mail, "diff") is { Length: > 0 } diff)
            body.Append("<pre>").Append(Encode(diff)).Append("</pre>\n");
        foreach (var reply in await replies.CommentsAsync(kind, id, cancellationToken))
        {
            using var comment = JsonDocument.Parse(reply);
            body.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{comment.RootElement.GetProperty("id").GetInt64()}\">").Append(Encode(Sender(comment.RootElement))).Append(", ")
                .Append(Encode(Text(comment.RootElement, "date"))).Append(" UTC</h2>\n<pre>").Append(Encode(Text(comment.RootElement, "content"))).Append("</pre>\n");
        }
        return ApiAnswer.Html(ApiPage.Layout(Text(mail, "name"), body.ToString()));
    }

    private static string Sender(JsonElement mail) =>
        mail.TryGetProperty("submitter", out var submitter) && submitter.ValueKind == JsonValueKind.Object
            ? $"{Text(submitter, "name")} <{Text(submitter, "email")}>"
            : "";

    private static void Link(StringBuilder body, string address, string text)
    {
        if (address.StartsWith('/'))
            body.Append("<a href=\"").Append(Encode(address)).Append("\">").Append(Encode(text)).Append("</a> ");
    }

    private static string Encode(string text) => ApiPage.Encode(text);

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
