using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Hookwork.Webhooks;

namespace Hookwork.Tests.Webhooks;

/// <summary>The receivers that the project shows to others, as programs.</summary>
public sealed partial class SamplesTests
{
    [Fact]
    public Task The_receiver_in_CSharp_starts_a_build() =>
        BuildsAsync(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hookwork.Samples.Receiver.dll")]) { Environment = { ["URL"] = "http://127.0.0.1:0" } });

    [Fact]
    public async Task The_receiver_in_JavaScript_starts_a_build()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-sample");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples")))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "node_modules"), Path.Combine(await NodeChecks.ModulesAsync(), "node_modules"));

        await BuildsAsync(new ProcessStartInfo("node", [Path.Combine(folder.FullName, "receiver.js")]) { Environment = { ["PORT"] = "0" } });

        folder.Delete(recursive: true);
    }

    private static async Task BuildsAsync(ProcessStartInfo start)
    {
        await using var world = await EventsTests.World.StartAsync(13);
        // Its address is known once it runs, and it runs once its secret is known.
        var (subscription, secret) = await world.Hooks.SubscribeAsync("http://127.0.0.1:9/hook", """{"types": ["series.completed"]}""");
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
            await world.Hooks.Deployment.Get<Subscriptions>().ChangeAsync(subscription.Id, new() { ["url"] = $"http://127.0.0.1:{port}/hook" }, default);

            await world.Hooks.RunAsync();

            Assert.Equal("484000", await FindAsync(lines, Build()));
            Assert.Equal(DeliveryState.Delivered, Assert.Single(await world.Hooks.ListAsync(subscription)).State);
            using var client = new HttpClient();
            using var forged = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/hook"), new StringContent("{}"));
            Assert.Equal(401, (int)forged.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
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

    [GeneratedRegex(@"listening on:? (http://127\.0\.0\.1:)?(?<it>\d+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Listening();

    [GeneratedRegex(@"^build series (?<it>\d+): virtio-net", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Build();
}
