using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Hookwork.Webhooks.Payloads;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Webhooks.Formats;

/// <summary>GitLab's pipeline trigger: starts a pipeline with the message in its variables.</summary>
/// <seealso href="https://docs.gitlab.com/api/pipeline_triggers/#trigger-a-pipeline-with-a-token"/>
public sealed partial class GitLabFormat : IWebhookFormat
{
    /// <summary>A variable of Linux holds 128 KiB at most, its name included.</summary>
    private const int MostBytes = 100_000;

    public string Name => "gitlab";

    public string Token => "a pipeline trigger token of the project";

    public string? Fault(Uri url)
    {
        var query = QueryHelpers.ParseQuery(url.Query);
        if (query.ContainsKey("token"))
            return "The url has the token in it: give it as token.";
        return
            Address().IsMatch(url.AbsolutePath) && query.TryGetValue("ref", out var name) && name is [{ Length: > 0 }]
            ? null
            : "The url is not that of a pipeline trigger: give https://HOST/api/v4/projects/ID/trigger/pipeline?ref=BRANCH.";
    }

    public byte[] Write(Composition composition, string? matched)
    {
        // Escaped characters are longer, so a message with many of them is cut further.
        var most = MostBytes;
        var message = Message();
        while (Encoding.UTF8.GetByteCount(message) > MostBytes && most > 1)
        {
            most /= 2;
            message = Message();
        }
        return Form(
            ("variables[HOOKWORK_ID]", composition.Item.MessageId),
            ("variables[HOOKWORK_TYPE]", composition.Item.Type),
            ("variables[HOOKWORK_RESOURCE]", composition.Resource ?? ""),
            ("variables[HOOKWORK_MESSAGE]", message)
        );

        string Message() => Inert(JsonBody.Write(composition.Envelope(most, matched)));
    }

    public HttpRequestMessage Request(OutgoingMessage message)
    {
        byte[] body =
        [
            .. Form(("token", message.Token!)),
            (byte)'&',
            // The ref, and variables of the operator's own.
            .. Encoding.ASCII.GetBytes(message.Url.Query.TrimStart('?')),
            (byte)'&',
            .. message.Body,
        ];
        return new HttpRequestMessage(HttpMethod.Post, message.Url.GetLeftPart(UriPartial.Path))
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") },
            },
            Headers = { { "Accept", "application/json" } },
        };
    }

    public string? Explain(TargetAnswer answer) =>
        answer.Status switch
        {
            400 when IsLimited(answer) =>
                "GitLab limits how many pipelines start in a minute: Hookwork waits that long, and a lower rateLimit avoids it.",
            400 when answer.Says("reference not found") =>
                "The project has no branch or tag of this name: correct ref in the url.",
            400 or 403 when answer.Says("set pipeline variables") =>
                "The owner of the token may not set variables of pipelines: allow it in the project's CI/CD settings.",
            400 =>
                "GitLab starts no pipeline: its answer says why; the project's .gitlab-ci.yml needs jobs that run for triggers.",
            401 => "GitLab does not accept the token: give a pipeline trigger token of the project.",
            403 => "The owner of the token may not run pipelines on this branch or tag: give them a role that may.",
            404 =>
                "GitLab has no such project, or the token is not a trigger token of it: check the url, and give a token from the project's CI/CD settings.",
            429 => "GitLab limits the rate of requests: Hookwork waits as long as it asks.",
            _ => null,
        };

    /// <inheritdoc/>
    public TimeSpan? RetryAfter(TargetAnswer answer) =>
        answer.RetryAfter
        // The limit is for one minute, as GitLab's documentation says. No header has the wait.
        ?? (IsLimited(answer) ? TimeSpan.FromMinutes(1) : null);

    /// <summary>Whether too many pipelines of the commit started in the last minute. Other limits answer 429.</summary>
    private static bool IsLimited(TargetAnswer answer) => answer.Status == 400 && answer.Says("too many pipelines");

    /// <summary>
    /// JSON without the signs that GitLab and its runners expand in a variable's value: a mail could otherwise bring
    /// secrets of the project into the message.
    /// </summary>
    private static string Inert(byte[] json) =>
        Encoding.UTF8.GetString(json).Replace("$", @"\u0024").Replace("%", @"\u0025");

    private static byte[] Form(params (string Name, string Value)[] fields) =>
        Encoding.ASCII.GetBytes(
            string.Join(
                '&',
                fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}")
            )
        );

    [GeneratedRegex(@"/api/v4/projects/[^/]+/trigger/pipeline\z")]
    private static partial Regex Address();
}
