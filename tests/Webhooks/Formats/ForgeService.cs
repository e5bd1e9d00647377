using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Tests.Webhooks.Formats;

/// <summary>GitHub and GitLab, by what their documentation says they take and answer.</summary>
internal static partial class ForgeService
{
    public const string GitHubPath = "/repos/qemu/ci/dispatches";
    public const string GitHubToken = "ghp_gItHubS3cret";
    public const string GitLabPath = "/api/v4/projects/qemu%2Fqemu/trigger/pipeline";
    public const string GitLabToken = "glptt-gItLabS3cret";

    /// <summary>A variable of the project that jobs must not find in a message.</summary>
    public const string ProjectSecret = "the-projects-own-secret";

    /// <summary>Starts GitHub.</summary>
    public static async Task<Target> StartGitHubAsync()
    {
        Target target = null!;
        return target = await Target.StartAsync(context =>
        {
            var sent = target.Received.Last();
            var headers = context.Request.Headers;
            if (headers.UserAgent.Count == 0)
                return TimedHooks.AnswerAsync(context, 403, "Request forbidden by administrative rules.");
            if (headers.Authorization != $"Bearer {GitHubToken}")
                return TimedHooks.AnswerAsync(context, 401, """{"message": "Bad credentials", "status": "401"}""");
            if (sent.Method != "POST" || sent.Target != GitHubPath)
                return TimedHooks.AnswerAsync(context, 404, """{"message": "Not Found", "status": "404"}""");
            if (headers.Accept != "application/vnd.github+json" || headers["X-GitHub-Api-Version"] != "2022-11-28")
                return TimedHooks.AnswerAsync(context, 400, """{"message": "Unsupported 'Accept' header"}""");
            return TimedHooks.AnswerAsync(context, IsDispatch(sent.Body) ? 204 : 422);
        });
    }

    /// <summary>The limits of a <c>repository_dispatch</c>.</summary>
    public static bool IsDispatch(string body) =>
        JsonNode.Parse(body) is JsonObject { Count: 2 } dispatch
        && (string?)dispatch["event_type"] is { Length: > 0 and <= 100 }
        && dispatch["client_payload"] is JsonObject { Count: <= 10 }
        && Encoding.UTF8.GetByteCount(body) < 65_535;

    /// <summary>The message in a dispatch, as other formats have it.</summary>
    public static JsonObject ReadGitHub(string body)
    {
        Assert.True(IsDispatch(body));
        var payload = JsonNode.Parse(body)!["client_payload"]!.AsObject();
        Assert.Equal(["id", "type", "timestamp", "data"], payload.Select(field => field.Key));
        payload.Remove("id");
        return payload;
    }

    /// <summary>Starts GitLab.</summary>
    public static async Task<Target> StartGitLabAsync()
    {
        Target target = null!;
        return target = await Target.StartAsync(context =>
        {
            var sent = target.Received.Last();
            if (context.Request.ContentType != "application/x-www-form-urlencoded")
                return TimedHooks.AnswerAsync(context, 400, """{"error": "token is missing, ref is missing"}""");
            var form = QueryHelpers.ParseQuery(sent.Body);
            if (sent.Method != "POST" || sent.Target != GitLabPath || form["token"] != GitLabToken)
                return TimedHooks.AnswerAsync(context, 404, """{"message": "404 Not Found"}""");
            if (form["ref"] != "main")
                return TimedHooks.AnswerAsync(context, 400, """{"message": {"base": ["Reference not found"]}}""");
            return TimedHooks.AnswerAsync(context, 201, """{"id": 8, "ref": "main", "status": "created"}""");
        });
    }

    /// <summary>The message that a job finds in its variables.</summary>
    public static JsonObject ReadGitLab(string body)
    {
        var form = QueryHelpers.ParseQuery(body);
        Assert.All(form, field => Assert.Single((IEnumerable<string?>)field.Value));
        var message = Expand(form["variables[HOOKWORK_MESSAGE]"].ToString());
        Assert.InRange(Encoding.UTF8.GetByteCount(message), 1, 128 << 10);
        var read = JsonNode.Parse(message)!.AsObject();
        Assert.Equal(form["variables[HOOKWORK_TYPE]"].ToString(), (string?)read["type"]);
        Assert.NotEqual("", form["variables[HOOKWORK_ID]"].ToString());
        Assert.True(form.ContainsKey("variables[HOOKWORK_RESOURCE]"));
        return read;
    }

    /// <summary>GitLab and its runners replace the variables that a value names.</summary>
    private static string Expand(string value) => Variable().Replace(value, ProjectSecret);

    [GeneratedRegex(@"\$\w+|\$\{\w+\}|%\w+%")]
    private static partial Regex Variable();
}
