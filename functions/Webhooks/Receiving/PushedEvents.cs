using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Hookwork.Telemetry;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Receiving;

/// <summary>
/// Records pushed events as polled ones: an event as Patchwork's API shows it, an envelope from another Hookwork (in
/// either format), or a list of them. Idempotent: known events are not changed.
/// </summary>
public sealed partial class PushedEvents(
    EventIntake intake,
    FastPath fastPath,
    Upstream upstream,
    PushedOrigin origin,
    PatchworkSettings patchwork,
    WebhookSettings settings,
    TimeProvider time,
    ILogger<PushedEvents> logger
)
{
    /// <summary>The largest body, in bytes.</summary>
    public const int LargestBody = 1 << 20;

    private static readonly string[] Fields = ["id", "category", "project", "date", "actor", "payload"];

    /// <summary>
    /// The shortest time between two log lines about refusals. Anybody can send what is refused, and logs cost money.
    /// </summary>
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    /// <summary>When a refusal was last logged, in ticks of UTC.</summary>
    private long _logged;

    /// <summary>Reads and checks a request; 202 once its events are durable.</summary>
    public async Task<IResult> TakeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (settings.HookSecrets.Count == 0)
            return Problem(StatusCodes.Status404NotFound, "Nothing is received here: Hookwork__HookSecret is not set.");
        if (await RequestBody.ReadAsync(request, LargestBody, cancellationToken) is not { } body)
            return Problem(StatusCodes.Status413PayloadTooLarge, $"The body is over {LargestBody >> 20} MiB.");
        if (
            WebhookSignature.Fault(
                settings.HookSecrets,
                request.Headers[WebhookSignature.IdHeader],
                request.Headers[WebhookSignature.TimestampHeader],
                request.Headers[WebhookSignature.SignatureHeader],
                body,
                time.GetUtcNow()
            ) is
            { } fault
        )
        {
            LogRefusal(fault);
            return Problem(StatusCodes.Status401Unauthorized, fault);
        }

        JsonElement root;
        try
        {
            root = JsonElement.Parse(body);
        }
        catch (JsonException exception)
        {
            return Problem(
                StatusCodes.Status400BadRequest,
                $"The body is not valid JSON: {Printable.Escape(exception.Message)}"
            );
        }
        if (root.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
            return Problem(StatusCodes.Status400BadRequest, "The body is neither an event nor a list of events.");
        using var span = HookworkTraces.Start("receive", ActivityKind.Server, request.Headers.TraceParent);
        return await TakeAsync([.. root.Items()], cancellationToken);
    }

    private async Task<IResult> TakeAsync(List<JsonElement> items, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> followed;
        try
        {
            followed = await upstream.ProjectsAsync(cancellationToken);
        }
        catch (OtherServerException exception)
        {
            return Problem(StatusCodes.Status409Conflict, exception.Message);
        }
        catch (UpstreamException exception)
        {
            return Problem(
                StatusCodes.Status503ServiceUnavailable,
                $"The projects to follow are not known yet; send it again later: {Printable.Escape(exception.Message)}"
            );
        }
        List<(ReadEvent Read, Uri? Server)> events = [.. items.Select(Read).OfType<(ReadEvent, Uri?)>()];
        // A sender's mistake must not be recorded in place of the event that a poll reads.
        List<(ReadEvent Read, Uri? Server)> valid =
        [
            .. events.Where(item =>
                item.Read.Fault is null
                && item.Read.Event.Project is { } project
                && followed.Contains(project.Id)
                && EventTarget.Of(item.Read.Event).Fault is null
            ),
        ];
        List<(ReadEvent Read, Uri? Server)> wanted = [.. valid.DistinctBy(item => item.Read.Event.Id)];
        foreach (var (read, server) in wanted)
        {
            if (await origin.FaultAsync(read.Event, server, cancellationToken) is { } stranger)
                return Problem(StatusCodes.Status409Conflict, stranger);
        }
        List<RefreshItem> few = [];
        var fresh = await intake.TakeAsync([.. wanted.Select(item => item.Read)], few, cancellationToken);
        await fastPath.RunAsync(few, cancellationToken);
        var answer = new JsonObject
        {
            ["taken"] = fresh,
            ["known"] = valid.Count - fresh,
            ["ignored"] = items.Count - valid.Count,
        };
        return Results.Json(answer, WebhookJson.Default.JsonObject, statusCode: StatusCodes.Status202Accepted);
    }

    private void LogRefusal(string reason)
    {
        var (now, last) = (time.GetUtcNow().UtcTicks, Volatile.Read(ref _logged));
        // The clock may have been set back.
        if (Math.Abs(now - last) >= BetweenLines.Ticks && Interlocked.CompareExchange(ref _logged, now, last) == last)
            Log.Refused(logger, reason);
    }

    /// <summary>The event in an item and the server that it names; null if the item has no readable event.</summary>
    private (ReadEvent Read, Uri? Server)? Read(JsonElement item)
    {
        try
        {
            if (EventIn(item) is not { } e)
                return null;
            var server = ServerOf(e);
            return (ReadEvent.Of(e, server ?? patchwork.Url), server);
        }
        // Text that is not UTF-8 or has a lone surrogate, which may also be in a property name.
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The event in an item; null for an envelope without one, such as a test.</summary>
    private static JsonElement? EventIn(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return null;
        if (
            !(
                item.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Object
                && item.TryGetProperty("type", out var type)
            )
        )
            return item;
        // Its event comes in a message of its own, too. Its project is that of the series, which may differ from that
        // of the event.
        if (type.ValueKind == JsonValueKind.String && type.ValueEquals(WebhookType.SeriesUpdated))
            return null;
        // The envelope's other data is fetched from the server, not taken from the sender.
        var json = PlainJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var field in data.EnumerateObject().Where(field => Array.Exists(Fields, field.NameEquals)))
                field.WriteTo(writer);
            writer.WriteEndObject();
        });
        var e = JsonElement.Parse(json.Span);
        return e.TryGetProperty("category", out _) ? e : null;
    }

    /// <summary>The server or mirror in an event's addresses; null without addresses.</summary>
    private static Uri? ServerOf(JsonElement item)
    {
        const string Api = "/api/";
        return
            item.Field("project")?.Text("url") is { } address
            && address.IndexOf(Api, StringComparison.Ordinal) is > 0 and var end
            && UriText.TryReadWeb(address[..(end + 1)], out var server)
            ? server
            : null;
    }

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A pushed message is refused: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
