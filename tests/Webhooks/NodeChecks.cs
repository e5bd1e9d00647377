using System.Diagnostics;
using System.Text.Json.Nodes;
using Hookwork.SelfHost;

namespace Hookwork.Tests.Webhooks;

/// <summary>
/// The npm packages standardwebhooks, cloudevents and ajv, in a Node.js process that lives as long as the tests.
/// </summary>
internal static class NodeChecks
{
    private static readonly string s_sources = Path.Combine(AppContext.BaseDirectory, "Webhooks", "node");
    private static readonly SemaphoreSlim s_gate = new(1);
    private static readonly Lazy<Task<Process>> s_node = new(StartAsync);

    /// <summary>Verifies a signed message with standardwebhooks.</summary>
    /// <exception cref="InvalidDataException">The library rejects the message.</exception>
    public static Task<JsonNode?> VerifyAsync(
        string secret,
        IReadOnlyDictionary<string, string> headers,
        string body
    ) =>
        AskAsync(
            "standard",
            new JsonObject
            {
                ["secret"] = secret,
                ["headers"] = Object(headers),
                ["body"] = body,
                ["now"] = long.Parse(headers["webhook-timestamp"]),
            }
        );

    /// <summary>Parses a message with cloudevents.</summary>
    public static Task<JsonNode?> ReadEventAsync(IReadOnlyDictionary<string, string> headers, string body) =>
        AskAsync("cloudevent", new JsonObject { ["headers"] = Object(headers), ["body"] = body });

    /// <summary>Checks a message against the JSON Schema of its type.</summary>
    public static Task ValidateAsync(string type, string body) =>
        AskAsync("schema", new JsonObject { ["file"] = $"{type}.json", ["body"] = body });

    /// <summary>The folder that contains node_modules.</summary>
    public static Task<string> ModulesAsync() =>
        new NpmFolder(s_sources, "webhook-checks", "The check of webhooks").EnsureAsync(default);

    private static async Task<JsonNode?> AskAsync(string check, JsonObject input)
    {
        var node = await s_node.Value;
        await s_gate.WaitAsync();
        try
        {
            input["check"] = check;
            await node.StandardInput.WriteLineAsync(input.ToJsonString());
            await node.StandardInput.FlushAsync();
            var line =
                await node.StandardOutput.ReadLineAsync()
                ?? throw new InvalidDataException($"Node.js has ended: {await node.StandardError.ReadToEndAsync()}");
            var answer = JsonNode.Parse(line)!;
            return answer["error"] is { } error
                ? throw new InvalidDataException(error.GetValue<string>())
                : answer["value"];
        }
        finally
        {
            s_gate.Release();
        }
    }

    private static async Task<Process> StartAsync()
    {
        var home = await ModulesAsync();
        var start = new ProcessStartInfo(
            "node",
            [Path.Combine(s_sources, "check.mjs"), home, Path.Combine(AppContext.BaseDirectory, "schemas")]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It exits at the end of its input, which is when this process exits.
        return Process.Start(start)!;
    }

    private static JsonObject Object(IReadOnlyDictionary<string, string> headers) =>
        new(headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
}
