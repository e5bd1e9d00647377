using System.Globalization;
using System.Text;
using System.Text.Json;
using Hookwork.Recorded.Http;

namespace Hookwork.Recorded;

/// <summary>A fault of a response. Several can hit the same one.</summary>
/// <remarks>
/// A fault that replaces the response (429, 503, 500, 404, a bot wall, a dropped or hanging request) also prevents a
/// write.
/// </remarks>
public sealed class Fault
{
    private const string Padding = "+padding of an mbox that was made too large, one line of sixty-four\n";

    private Fault(string name) => Name = name;

    /// <summary>A 500 with an HTML page.</summary>
    public static Fault ServerError { get; } =
        new("500") { Instead = (_, _) => Answer.Page(500, "Server Error (500)") };

    /// <summary>A 404, as for a deleted resource: JSON under <c>/api/</c>, else HTML.</summary>
    public static Fault NotFound { get; } =
        new("404")
        {
            Instead = (call, _) =>
                call.Path.StartsWith("/api/", StringComparison.Ordinal)
                    ? Answer.Detail(404, "Not found.")
                    : Answer.NoPage,
        };

    /// <summary>Truncated JSON, with a matching Content-Length.</summary>
    public static Fault TruncatedJson { get; } =
        new("truncated JSON")
        {
            Change = (answer, _) =>
                IsJson(answer) ? answer with { Body = answer.Body[..(answer.Body.Length / 2)] } : null,
        };

    /// <summary>JSON with an invalid start.</summary>
    public static Fault MalformedJson { get; } =
        new("malformed JSON")
        {
            Change = (answer, _) =>
                IsJson(answer) ? answer with { Body = (byte[])[.. "{,"u8, .. answer.Body.Span] } : null,
        };

    /// <summary>A body cut off halfway by a closed connection.</summary>
    public static Fault CutOff { get; } = new("cut off") { Ending = Ending.Cut };

    /// <summary>A connection closed without a response.</summary>
    public static Fault Dropped { get; } = new("dropped") { Ending = Ending.Dropped };

    /// <summary>A response that never comes.</summary>
    public static Fault Hanging { get; } = new("hanging") { Ending = Ending.Hanging };

    /// <summary>A JSON list in another order.</summary>
    public static Fault ShuffledList { get; } = new("shuffled list") { Change = Shuffle };

    /// <summary>An HTML page in place of an mbox, with status 200.</summary>
    public static Fault HtmlMbox { get; } =
        new("HTML mbox") { Change = (answer, _) => IsMbox(answer) ? Answer.Page(200, "Just a moment…") : null };

    /// <summary>An mbox of the right type that does not start with <c>From </c>.</summary>
    public static Fault StrangeMbox { get; } =
        new("strange mbox") { Change = (answer, _) => IsMbox(answer) ? answer with { Body = answer.Body[5..] } : null };

    /// <summary>A name for messages.</summary>
    public string Name { get; }

    internal TimeSpan Latency { get; private init; }

    /// <summary>Makes the response that replaces the real one, before the request is handled.</summary>
    internal Func<Call, DateTimeOffset, Answer>? Instead { get; private init; }

    /// <summary>Changes a response; returns null if the fault does not apply to it.</summary>
    internal Func<Answer, Random, Answer?>? Change { get; private init; }

    internal Ending Ending { get; private init; }

    /// <summary>A delayed response.</summary>
    public static Fault Slow(TimeSpan latency) => new("slow") { Latency = latency };

    /// <summary>A 429.</summary>
    /// <param name="retryAfter">The Retry-After header; null for none.</param>
    /// <param name="asDate">Whether Retry-After is an HTTP-date instead of seconds.</param>
    public static Fault TooManyRequests(TimeSpan? retryAfter = null, bool asDate = false) =>
        Later("429", 429, "Request was throttled.", retryAfter, asDate);

    /// <summary>A 503.</summary>
    /// <param name="retryAfter">The Retry-After header; null for none.</param>
    /// <param name="asDate">Whether Retry-After is an HTTP-date instead of seconds.</param>
    public static Fault Unavailable(TimeSpan? retryAfter = null, bool asDate = false) =>
        Later("503", 503, "Service temporarily unavailable.", retryAfter, asDate);

    /// <summary>The page of a bot wall, which a program cannot pass.</summary>
    /// <param name="status">The HTTP status; many bot walls send 200.</param>
    public static Fault BotWall(int status = 200) =>
        new("bot wall " + status) { Instead = (_, _) => Answer.Page(status, "Making sure you're not a bot!") };

    /// <summary>An oversized mbox.</summary>
    /// <param name="megabytes">The added size, in MiB.</param>
    public static Fault HugeMbox(int megabytes) =>
        new("huge mbox")
        {
            Change = (answer, _) =>
                IsMbox(answer)
                    ? answer with
                    {
                        Padding = Encoding.ASCII.GetBytes(Padding),
                        PaddingLength = megabytes * 1024L * 1024,
                    }
                    : null,
        };

    private static Fault Later(string name, int status, string detail, TimeSpan? retryAfter, bool asDate) =>
        new(name)
        {
            Instead = (_, now) =>
                retryAfter is not { } wait
                    ? Answer.Detail(status, detail)
                    : Answer
                        .Detail(status, detail)
                        .With(
                            "Retry-After",
                            asDate
                                ? (now + wait).ToString("R", CultureInfo.InvariantCulture)
                                : Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)
                        ),
        };

    private static Answer? Shuffle(Answer answer, Random random)
    {
        if (!IsJson(answer) || answer.Body.Span[0] != (byte)'[')
            return null;

        using var document = JsonDocument.Parse(answer.Body);
        var items = document.RootElement.EnumerateArray().Select(item => item.GetRawText()).ToArray();
        random.Shuffle(items);
        return answer with { Body = Encoding.UTF8.GetBytes("[" + string.Join(",", items) + "]") };
    }

    private static bool IsJson(Answer answer) => answer is { ContentType: Answer.Json, Status: < 300 };

    private static bool IsMbox(Answer answer) =>
        answer.Status == 200 && answer.ContentType.StartsWith("text/plain", StringComparison.Ordinal);
}
