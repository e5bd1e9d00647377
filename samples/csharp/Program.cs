// Receives webhooks, verifies them as Standard Webhooks describes, and starts a build for each completed series.
// WEBHOOK_SECRET=whsec_... dotnet run --project samples/csharp
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

var secret =
    Environment.GetEnvironmentVariable("WEBHOOK_SECRET")
    ?? throw new InvalidOperationException("Set WEBHOOK_SECRET to the subscription's secret.");
var key = Convert.FromBase64String(secret["whsec_".Length..]);

// Deliveries are at-least-once. Store the ids in a database to deduplicate across restarts.
var seen = new ConcurrentDictionary<string, bool>();

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("URL") ?? "http://127.0.0.1:8080");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1 << 20);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
var app = builder.Build();

app.MapPost(
    "/hook",
    async (HttpRequest request) =>
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        string id = request.Headers["webhook-id"].ToString(),
            timestamp = request.Headers["webhook-timestamp"].ToString();
        if (
            !IsFresh(timestamp)
            || !IsSigned($"{id}.{timestamp}.{body}", request.Headers["webhook-signature"].ToString())
        )
            return Results.Unauthorized();

        if (seen.TryAdd(id, true))
            Act(JsonNode.Parse(body)!);
        // Respond at once and build afterwards: a response that takes over 15 seconds counts as failed.
        return Results.NoContent();
    }
);
app.Run();

static bool IsFresh(string timestamp) =>
    long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
    && Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (decimal)seconds) <= 300;

bool IsSigned(string text, string signatures)
{
    var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    // There are two signatures while a secret is rotated.
    return signatures
        .Split(' ')
        .Any(signature =>
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected))
        );
}

static void Act(JsonNode message)
{
    // A series that was deleted meanwhile is not in the message.
    if (message["type"]?.GetValue<string>() != "series.completed" || message["data"]?["series"] is not { } series)
    {
        Console.WriteLine($"{message["type"]}");
        return;
    }
    var data = message["data"]!;
    Console.WriteLine(
        $"build series {series["id"]}: {Plain(series["name"])} on {data["base"]?["commit"] ?? "the default branch"}"
    );
    // What the series is based on comes first.
    var before = (data["prerequisites"] as JsonArray ?? []).SelectMany(item => item!["patches"] as JsonArray ?? []);
    foreach (var patch in before.Concat(data["patches"] as JsonArray ?? []))
        Console.WriteLine($"  curl -sf {patch!["mbox"]} | git am -3  # {Plain(patch["name"])}");
}

// Anyone can send a mail, whose subject may have control characters for a terminal.
static string Plain(JsonNode? name) => string.Concat($"{name}".Select(letter => char.IsControl(letter) ? ' ' : letter));
