using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.Webhooks;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Telemetry;

/// <summary>Logs contain no secrets or mail addresses, at any level and after any failure.</summary>
public sealed partial class LogTests
{
    private const string FunctionKey = "the-function-key";
    private const string Token = "lucia-token";
    private const string CallersToken = "cibot-token";

    private readonly string _hookSecret = WebhookSecret.Generate();
    private readonly Lines _log = new();

    [Fact]
    public async Task No_secret_and_no_mail_address_is_ever_logged_or_traced()
    {
        using var spans = new Spans();
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 13);
        using var broken = patchwork.Faults.Add(Fault.ServerError, When.On("/patches/2").Only(3));
        await using var target = await Target.StartAsync(async context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.Contains("gone", StringComparison.Ordinal)
                ? 410
                : 500;
            // As a debug page does.
            await context.Response.WriteAsync(string.Join('\n', context.Request.Headers));
        });
        var storage = await TestAzurite.NewAccountAsync();
        List<string> secrets =
        [
            FunctionKey,
            Token,
            CallersToken,
            _hookSecret,
            _hookSecret["whsec_".Length..],
            Azurite.AccountKey,
            "a-wrong-key",
            "a-wrong-token",
            "path-secret",
            "query-secret",
            "header-secret",
            "what-a-reader-looks-for",
        ];
        await using (var app = await SelfHostApp.StartAsync(Options(storage, patchwork)))
        {
            using var client = new HttpClient { BaseAddress = app.Url };
            await CallAsync(client, secrets, target);
            await Eventually.TrueAsync(() =>
                _log.Has("is disabled") && _log.Has("failed, attempt") && _log.Has("is caught up")
            );
            await Eventually.TrueAsync(async () =>
                (await client.GetStringAsync("status")).Contains("\"done\":13", StringComparison.Ordinal)
            );
        }

        var logged = _log.Texts.ToList();
        Assert.Contains(logged, line => line.Contains("A pushed message is refused", StringComparison.Ordinal));
        Assert.True(spans.Ended.Count > 10, "Nothing was traced");
        var told = logged
            .Concat(
                spans.Ended.SelectMany(span =>
                    span.TagObjects.Select(tag => $"{tag.Key}: {tag.Value}")
                        .Append(span.DisplayName)
                        .Append(span.StatusDescription ?? "")
                )
            )
            .ToList();
        Assert.All(
            secrets,
            secret => Assert.DoesNotContain(told, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase))
        );
        // A Message-ID looks like a mail address; logged ones occur only in the URLs of mboxes.
        Assert.DoesNotContain(told, line => MailAddress().IsMatch(HttpAddress().Replace(line, "")));
    }

    private async Task CallAsync(HttpClient client, List<string> secrets, Target target)
    {
        var port = target.Port;
        foreach (var name in new[] { "failing", "gone" })
        {
            var input = new JsonObject
            {
                ["url"] = $"http://127.0.0.1:{port}/{name}/path-secret?token=query-secret",
                ["headers"] = new JsonObject { ["Authorization"] = "Bearer header-secret" },
            };
            var subscription = await SendAsync(
                client,
                HttpMethod.Post,
                "webhooks/subscriptions",
                HttpStatusCode.Created,
                JsonContent.Create(input),
                ("x-functions-key", FunctionKey)
            );
            secrets.Add(subscription!["secret"]!.GetValue<string>()["whsec_".Length..]);
            var rotated = await SendAsync(
                client,
                HttpMethod.Post,
                $"webhooks/subscriptions/{subscription["id"]}/rotate-secret",
                HttpStatusCode.OK,
                null,
                ("x-functions-key", FunctionKey)
            );
            secrets.Add(rotated!["secret"]!.GetValue<string>()["whsec_".Length..]);
        }
        await SendAsync(client, HttpMethod.Get, "webhooks/subscriptions?code=a-wrong-key", HttpStatusCode.Unauthorized);
        await SendAsync(
            client,
            HttpMethod.Get,
            "webhooks/subscriptions",
            HttpStatusCode.Unauthorized,
            null,
            ("x-functions-key", "a-wrong-key")
        );

        var (body, timestamp) = ("[]", $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}");
        foreach (
            var (secret, status) in new[]
            {
                (_hookSecret, HttpStatusCode.Accepted),
                (WebhookSecret.Generate(), HttpStatusCode.Unauthorized),
            }
        )
        {
            var signature = WebhookSignature.Sign(
                [secret],
                "msg_1",
                DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                Encoding.UTF8.GetBytes(body)
            );
            await SendAsync(
                client,
                HttpMethod.Post,
                "hooks/patchwork",
                status,
                new StringContent(body),
                ("webhook-id", "msg_1"),
                ("webhook-timestamp", timestamp),
                ("webhook-signature", signature)
            );
        }
        await Eventually.TrueAsync(async () => (await client.GetAsync("api/patches/2170000/")).IsSuccessStatusCode);
        await SendAsync(
            client,
            HttpMethod.Patch,
            "api/patches/2170000/",
            HttpStatusCode.OK,
            JsonContent.Create(new { archived = true }),
            ("Authorization", $"Token {CallersToken}")
        );
        await SendAsync(
            client,
            HttpMethod.Patch,
            "api/patches/2170000/",
            HttpStatusCode.Forbidden,
            JsonContent.Create(new { archived = true }),
            ("Authorization", "Token a-wrong-token")
        );
        await SendAsync(client, HttpMethod.Get, "search?q=what-a-reader-looks-for&format=json", HttpStatusCode.OK);
        await SendAsync(
            client,
            HttpMethod.Get,
            "search?q=d:what-a-reader-looks-for&format=json",
            HttpStatusCode.BadRequest
        );
    }

    private SelfHostOptions Options(string storage, RecordedPatchwork patchwork) =>
        new()
        {
            Port = 0,
            Folder = Path.GetTempPath(),
            Settings = new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = storage,
                ["AzureFunctionsJobHost__logging__logLevel__default"] = "Trace",
                ["PollSchedule"] = "* * * * * *",
                ["Patchwork__Url"] = patchwork.Url.ToString(),
                ["Patchwork__Since"] = "beginning",
                ["Patchwork__Token"] = Token,
                ["Hookwork__FunctionKey"] = FunctionKey,
                ["Hookwork__HookSecret"] = _hookSecret,
                ["Hookwork__AllowedHosts"] = "127.0.0.1",
            },
            ConfigureLogging = logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Trace),
        };

    private static async Task<JsonNode?> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        HttpStatusCode expected,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.StartsWith('{') ? JsonNode.Parse(text) : null;
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex HttpAddress();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.\w")]
    private static partial Regex MailAddress();

    /// <summary>Records everything: message, scopes and exception.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Texts { get; } = new();

        public bool Has(string part) => Texts.Any(line => line.Contains(part, StringComparison.Ordinal));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Texts.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Texts.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
