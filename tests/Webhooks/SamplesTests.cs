using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Tests.Webhooks;

/// <summary>The sample receivers, run as programs.</summary>
public sealed partial class SamplesTests
{
    /// <summary>A series that is based on another one, which states the base.</summary>
    private const string Based = """
        {"type": "series.completed", "data": {"series": {"id": 7, "name": "x\u001b[2J"}, "base_commit": null,
         "base": {"commit": "0123456789ab"},
         "prerequisites": [{"patches": null}, {"patches": [{"mbox": "https://p.example/1/mbox/", "name": "first"}]}],
         "patches": [{"mbox": "https://p.example/2/mbox/", "name": "second"}]}}
        """;

    [Fact]
    public Task The_receiver_in_CSharp_starts_a_build() =>
        BuildsAsync(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hookwork.Samples.Receiver.dll")])
            {
                Environment = { ["URL"] = "http://127.0.0.1:0" },
            }
        );

    [Fact]
    public async Task The_receiver_in_JavaScript_starts_a_build()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-sample");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples")))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(
            Path.Combine(folder.FullName, "node_modules"),
            Path.Combine(await NodeChecks.ModulesAsync(), "node_modules")
        );

        await BuildsAsync(
            new ProcessStartInfo("node", [Path.Combine(folder.FullName, "receiver.js")])
            {
                Environment = { ["PORT"] = "0" },
            }
        );

        folder.Delete(recursive: true);
    }

    private static async Task BuildsAsync(ProcessStartInfo start)
    {
        await using var world = await EventsTests.World.StartAsync(13);
        // The receiver needs the secret to start, and the subscription needs the receiver's URL.
        var (subscription, secret) = await world.Hooks.SubscribeAsync(
            "http://127.0.0.1:9/hook",
            """{"types": ["series.completed"]}"""
        );
        start.Environment["WEBHOOK_SECRET"] = secret;
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        try
        {
            var lines = new ConcurrentQueue<string>();
            process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
            process.BeginOutputReadLine();
            var port = await FindAsync(lines, Listening());
            await world
                .Hooks.Deployment.Get<SubscriptionRegistry>()
                .ChangeAsync(subscription.Id, new() { ["url"] = $"http://127.0.0.1:{port}/hook" }, default);

            await world.Hooks.RunAsync();

            Assert.Equal("484000", await FindAsync(lines, Build()));
            Assert.Equal(DeliveryState.Delivered, Assert.Single(await world.Hooks.ListAsync(subscription)).State);
            var (hook, now, other) = (
                new Uri($"http://127.0.0.1:{port}/hook"),
                DateTimeOffset.UtcNow,
                WebhookSecret.Generate()
            );
            await HangUpAsync(hook.Port);
            Assert.Equal(204, await PostAsync(hook, now, secret));
            // After a rotation, the old secret's signature follows the new one's.
            Assert.Equal(204, await PostAsync(hook, now, other, secret));
            const string Gone = """{"type": "series.completed", "data": {"id": 1}}""";
            Assert.Equal(204, await SendAsync(hook, now, Gone, secret));
            Assert.Equal(204, await SendAsync(hook, now, Based, secret));
            Assert.Equal("0123456789ab", await FindAsync(lines, Base()));
            await FindAsync(lines, Patch("second"));
            Assert.Equal(
                ["first", "second"],
                lines
                    .Select(line => Patch("first|second").Match(line).Groups["it"].Value)
                    .Where(name => name.Length > 0)
            );
            Assert.Equal(401, await PostAsync(hook, now));
            Assert.Equal(401, await PostAsync(hook, now, other, WebhookSecret.Generate()));
            Assert.Equal(401, await PostAsync(hook, now.AddMinutes(-6), secret));
            Assert.Equal(401, await PostAsync(hook, now.AddMinutes(10), secret));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>
    /// Posts a message signed with these secrets, formatted unlike a serializer's output; returns the response's
    /// status.
    /// </summary>
    private static Task<int> PostAsync(Uri hook, DateTimeOffset at, params string[] secrets) =>
        SendAsync(hook, at, """{ "type" : "t\u00fc\/ü" }""", secrets);

    private static async Task<int> SendAsync(Uri hook, DateTimeOffset at, string json, params string[] secrets)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var timestamp = at.ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new ByteArrayContent(body) };
        var id = $"msg_{Guid.NewGuid():N}";
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, $"{timestamp}");
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(secrets, id, timestamp, body));
        using var client = new HttpClient();
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>Hangs up before the end of a message.</summary>
    private static async Task HangUpAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client
            .GetStream()
            .WriteAsync("POST /hook HTTP/1.1\r\nHost: hook\r\nContent-Length: 9\r\n\r\n{"u8.ToArray());
    }

    private static async Task<string> FindAsync(ConcurrentQueue<string> lines, Regex pattern)
    {
        for (var deadline = Deadline.Start(); ; deadline.Check())
        {
            if (lines.Select(line => pattern.Match(line)).FirstOrDefault(match => match.Success) is { } found)
                return found.Groups["it"].Value;
            await Task.Delay(20);
        }
    }

    [GeneratedRegex(
        @"listening on:? (http://127\.0\.0\.1:)?(?<it>\d+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Listening();

    private static Regex Patch(string name) =>
        new($"mbox/ .*# (?<it>{name})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    [GeneratedRegex(@"^build series 7: x \[2J on (?<it>\w+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Base();

    [GeneratedRegex(
        @"^build series (?<it>\d+): virtio-net",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Build();
}
