using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Query;
using Hookwork.Input;
using Hookwork.Webhooks.Formats;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>Reads the API's input to create or change a subscription.</summary>
/// <param name="Headers">The headers to send; null to leave them as they are.</param>
/// <param name="Token">The token that the format needs; empty for none, null to leave it as it is.</param>
/// <param name="Projects">The ids of the projects that the settings name.</param>
public sealed record SubscriptionInput(
    SubscriptionSettings Settings,
    IReadOnlyDictionary<string, string>? Headers,
    string? Token,
    IReadOnlyList<long> Projects
)
{
    private const int LongestText = 500;
    private const int MostHeaders = 10;
    private const int LongestHeader = 1000;
    private const int MostProjects = 100;

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Headers that describe a delivery or its transport.</summary>
    private static readonly string[] OwnHeaders =
    [
        "host",
        "connection",
        "content-length",
        "content-type",
        "content-encoding",
        "transfer-encoding",
        "te",
        "trailer",
        "upgrade",
        "expect",
        "keep-alive",
        "proxy-connection",
        "user-agent",
    ];

    /// <summary>Reads settings: the current ones with a merge patch (RFC 7396) applied.</summary>
    /// <param name="current">The subscription to change; null for a new one.</param>
    /// <param name="sent">The headers that it sends along so far, if the patch changes some of them.</param>
    /// <exception cref="InputException">The patch is not valid; says which field is wrong and why.</exception>
    public static async Task<SubscriptionInput> ReadAsync(
        Subscription? current,
        IReadOnlyDictionary<string, string> sent,
        JsonObject patch,
        WebhookSettings webhooks,
        ProjectNames projects,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var defaults = Json(new SubscriptionSettings());
        var merged = Json(current?.Settings ?? new SubscriptionSettings());
        var token = patch.TryGetPropertyValue("token", out var secret) ? TokenInput.Read(secret) : null;
        Merge(merged, patch, defaults);
        merged.Remove("headers");
        merged.Remove("token");
        var settings = Bind(merged);
        // It would match every mail, and so no event without one, as when only the cover letter of a series arrived.
        if (string.IsNullOrWhiteSpace(settings.Query))
            settings = settings with { Query = null };
        Check(settings, webhooks, time);
        (settings, token) = TokenInput.Check(current, settings, token);
        var elsewhere = current is { Settings.Url: { } from } && settings.Url is { } to && !IsSameHost(from, to);
        var headers =
            patch.TryGetPropertyValue("headers", out var given) ? ReadHeaders(elsewhere ? None : sent, given)
            : elsewhere && current!.HeaderNames.Count > 0
                ? throw new InputException(
                    "The url leads to another host or scheme: give the headers for it, too, or null for none."
                )
            : null;
        return new SubscriptionInput(
            settings,
            headers,
            token,
            await IdsAsync(settings.Projects, projects, cancellationToken)
        );
    }

    /// <summary>
    /// Headers and tokens, which may be credentials, reach no other host by a mere change of the address, and are not
    /// sent without TLS by one.
    /// </summary>
    internal static bool IsSameHost(string from, string to) =>
        new Uri(from).GetLeftPart(UriPartial.Authority) == new Uri(to).GetLeftPart(UriPartial.Authority);

    private static void Merge(JsonObject target, JsonObject patch, JsonObject defaults)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject part && target[name] is JsonObject current && defaults[name] is JsonObject initial)
                Merge(current, part, initial);
            else
                target[name] = (value ?? defaults[name])?.DeepClone();
        }
    }

    private static JsonObject Json(SubscriptionSettings settings) =>
        JsonSerializer.SerializeToNode(settings, WebhookJson.Default.SubscriptionSettings)!.AsObject();

    private static SubscriptionSettings Bind(JsonObject merged)
    {
        try
        {
            return merged.Deserialize(WebhookJson.Strict.SubscriptionSettings)!;
        }
        catch (JsonException exception)
        {
            var field = exception.Path?.TrimStart('$', '.');
            throw new InputException(
                string.IsNullOrEmpty(field)
                    ? $"A field is not known: {Printable.Escape(exception.Message.Split('.')[0])}."
                    : $"The field {Printable.Escape(field)} is not known or has a value of the wrong type."
            );
        }
    }

    private static void Check(SubscriptionSettings settings, WebhookSettings webhooks, TimeProvider time)
    {
        if (settings.Url is { } url && TargetAddress.Fault(url, webhooks) is { } fault)
            throw new InputException(fault);
        if (settings.Description is not { Length: <= LongestText } || settings.Description.Any(char.IsControl))
            throw new InputException(
                $"description has control characters or is too long: give at most {LongestText} characters on one line."
            );
        if (settings.Types?.All(WebhookType.All.Contains) != true)
            throw new InputException(
                $"types has '{Printable.Escape(settings.Types?.FirstOrDefault(type => !WebhookType.All.Contains(type)))}': give some of {string.Join(", ", WebhookType.All)}."
            );
        if (settings.Types.Distinct().Count() != settings.Types.Count)
            throw new InputException("types has a name more than once: give each once.");
        if (WebhookFormats.Find(settings.Format) is null)
            throw new InputException(
                $"format is '{Printable.Escape(settings.Format)}': give one of {string.Join(", ", WebhookFormats.All.Select(format => format.Name))}."
            );
        if (settings.Settle is < 0 or > SubscriptionSettings.LongestSettle)
            throw new InputException(
                $"settle is {settings.Settle}: give 0 to {SubscriptionSettings.LongestSettle} seconds."
            );
        if (settings.RateLimit is < 1 or > 60_000)
            throw new InputException($"rateLimit is {settings.RateLimit}: give 1 to 60000 deliveries a minute.");
        CheckConditions(settings);
        if (settings.Query is not { } query)
            return;
        try
        {
            SearchQuery.Parse(query, time);
        }
        catch (QueryException exception)
        {
            throw new InputException($"The query cannot be read: {exception.Message}");
        }
    }

    private static void CheckConditions(SubscriptionSettings settings)
    {
        if (settings.Reviewed.Tags is < 1 or > ReviewRule.MostTags)
            throw new InputException($"reviewed.tags is {settings.Reviewed.Tags}: give 1 to {ReviewRule.MostTags}.");
        if (
            settings.Reviewed.Kinds is not { Count: > 0 } kinds
            || kinds.Any(kind => kind is null || !ReviewRule.AllKinds.Contains(kind))
            || kinds.Distinct().Count() != kinds.Count
        )
            throw new InputException(
                $"reviewed.kinds is empty, or has an unknown or repeated name: give one or more of {string.Join(", ", ReviewRule.AllKinds)}."
            );
        if (settings.StaleDays is < 1 or > SubscriptionSettings.MostStaleDays)
            throw new InputException(
                $"staleDays is {settings.StaleDays}: give 1 to {SubscriptionSettings.MostStaleDays}."
            );
    }

    private static async Task<IReadOnlyList<long>> IdsAsync(
        IReadOnlyList<string> names,
        ProjectNames projects,
        CancellationToken cancellationToken
    )
    {
        if (names is not { Count: <= MostProjects })
            throw new InputException($"projects has more than {MostProjects} names: leave it out for every project.");
        List<long> ids = [];
        foreach (var name in names)
        {
            ids.Add(
                name is not null && await projects.FindAsync(name, cancellationToken) is { } id
                    ? id
                    : throw new InputException(
                        $"The project '{Printable.Escape(name)}' is not known here: give link names or ids of followed projects."
                    )
            );
        }
        return [.. ids.Distinct()];
    }

    /// <summary>The headers with a merge patch applied, in which null removes one.</summary>
    private static Dictionary<string, string> ReadHeaders(IReadOnlyDictionary<string, string> sent, JsonNode? value)
    {
        if (value is not (null or JsonObject))
            throw new InputException("headers is not a JSON object: give an object of names and values.");
        var headers = new Dictionary<string, string>(sent, StringComparer.OrdinalIgnoreCase);
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, item) in value as JsonObject ?? [])
        {
            if (
                name.Length is 0 or > 100
                || !name.All(IsToken)
                || OwnHeaders.Contains(name.ToLowerInvariant())
                || name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)
            )
                throw new InputException(
                    $"The header '{Printable.Escape(name)}' is set by Hookwork, or is no valid name: leave it out."
                );
            if (!named.Add(name))
                throw new InputException($"The header '{name}' occurs twice: give it once.");
            headers.Remove(name);
            if (item is null)
                continue;
            if (
                item is not JsonValue text
                || !text.TryGetValue(out string? content)
                || content.Length > LongestHeader
                || content.Any(character => character is < ' ' or > '~')
            )
                throw new InputException(
                    $"The header '{name}' has a value that is not a line of at most {LongestHeader} printable ASCII characters."
                );
            headers.Add(name, content);
        }
        return headers.Count <= MostHeaders
            ? headers
            : throw new InputException(
                $"The subscription would have {headers.Count} headers: give at most {MostHeaders}."
            );
    }

    /// <summary>RFC 9110, 5.6.2.</summary>
    private static bool IsToken(char character) =>
        char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character);
}
