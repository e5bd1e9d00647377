using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Ingest;
using Hookwork.Input;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.SelfHost;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Tests.Ingest;

/// <summary>Errors that fail the startup, and errors that do not.</summary>
public sealed class StartupTests
{
    [Theory]
    [InlineData("Patchwork__Url", "https://me:secret@patchwork.example.org/", "give the root of a Patchwork server")]
    [InlineData("PollSchedule", "often", "for every minute")]
    public async Task A_setting_that_is_wrong_stops_the_start_with_one_sentence(
        string setting,
        string value,
        string fix
    )
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();

        var sentence = await ComplaintAsync(await SettingsAsync(patchwork.Url), (setting, value));

        Assert.Contains(setting, sentence, StringComparison.Ordinal);
        Assert.Contains(fix, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_the_server_lacks_stops_the_start()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();

        var sentence = await RefusalAsync(patchwork.Url, ("Patchwork__Projects", "qemu-devel, nosuch"));

        Assert.Contains("Patchwork__Projects names 'nosuch'", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "nonsense", "UseDevelopmentStorage=true")]
    [InlineData("AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=%", "=true")]
    [InlineData("Patchwork__Url", "patchwork.example.org", "give the root of a Patchwork server")]
    [InlineData("Patchwork__Url", "ftp://patchwork.example.org/", "give the root of a Patchwork server")]
    [InlineData("Patchwork__Since", "someday", "'now', 'beginning' or a date")]
    [InlineData("Patchwork__Since", "2026/11/01", "a date such as 2026-01-31T00:00:00")]
    [InlineData("Patchwork__TimeZone", "Mars/Olympus", "Australia/Canberra")]
    [InlineData("Patchwork__Parallel", "0", "1 to 64")]
    [InlineData("Patchwork__Overlap", "-1", "give a time span")]
    [InlineData("Patchwork__Timeout", "01:00:00", "give a time span")]
    [InlineData("Patchwork__UserAgent", "Café", "printable ASCII")]
    [InlineData("Hookwork__PublicUrl", "example.org", "https://hookwork.example.org")]
    [InlineData("Hookwork__InstanceMegabytes", "half a GB", "such as 512")]
    [InlineData("Hookwork__SweepAfter", "soon", "give a time span")]
    [InlineData("Hookwork__SweepAfter", "180", "at most a day")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "give the address of an OTLP collector")]
    [InlineData("Hookwork__DeliveryDays", "6", "give a number of days from 7 to 3650")]
    public async Task Says_what_to_give_instead(string setting, string value, string fix)
    {
        var sentence = await RefusalAsync(new Uri("http://127.0.0.1:1/"), (setting, value));

        Assert.Contains(setting, sentence, StringComparison.Ordinal);
        Assert.Contains(fix, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_that_refuses_its_key_stops_the_start()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var storage = (await TestAzurite.NewAccountAsync()).Replace(
            Azurite.AccountKey,
            Convert.ToBase64String(new byte[64]),
            StringComparison.Ordinal
        );

        var sentence = await RefusalAsync(patchwork.Url, ("AzureWebJobsStorage", storage));

        Assert.StartsWith(
            "AzureWebJobsStorage names an account that refuses its key",
            sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Storage_that_does_not_answer_stops_the_start()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        const string Nobody =
            "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:1/nobody;"
            + "QueueEndpoint=http://127.0.0.1:1/nobody;TableEndpoint=http://127.0.0.1:1/nobody";

        var sentence = await RefusalAsync(patchwork.Url, ("AzureWebJobsStorage", Nobody));

        Assert.StartsWith(
            "AzureWebJobsStorage names an account that does not answer",
            sentence,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(404, "text/plain", "Nothing here", "where no Patchwork answers")]
    [InlineData(200, "text/html", "<html>Welcome to nginx!</html>", "where no Patchwork answers")]
    [InlineData(403, "text/html", "<html>Are you a bot?</html>", "where no Patchwork answers")]
    [InlineData(200, "application/json", "{}", "where no Patchwork answers")]
    [InlineData(200, "application/json", "[1, 2", "which does not answer")]
    [InlineData(500, "text/html", "<html>Server error</html>", "which does not answer")]
    public async Task An_address_that_is_no_Patchwork_stops_the_start(
        int status,
        string type,
        string body,
        string reason
    )
    {
        await using var server = await LocalServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        });

        var sentence = await RefusalAsync(new Uri(server.Urls.First()));

        Assert.StartsWith("Patchwork__Url is http://127.0.0.1:", sentence, StringComparison.Ordinal);
        Assert.Contains(reason, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_stops_the_start_only_while_nothing_was_ever_polled()
    {
        var settings = await SettingsAsync(new Uri("http://127.0.0.1:1/"));
        Assert.Contains(
            "Patchwork__Url is http://127.0.0.1:1/, which does not answer",
            await ComplaintAsync(settings),
            StringComparison.Ordinal
        );

        await using (var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20))
        {
            await using var run = await Deployment.StartAsync(patchwork.Url, settings["AzureWebJobsStorage"]);
            await run.RunToIdleAsync();
        }

        await using var process = TestProcess.SelfHost(settings);
        using var client = new HttpClient { BaseAddress = await process.UrlAsync() };
        JsonNode? project = null;
        for (var deadline = Deadline.Start(); project?["lastError"] is null; deadline.Check())
        {
            await Task.Delay(100);
            project = JsonNode.Parse(await client.GetStringAsync("status"))!["projects"]!
                .AsArray()
                .Single(project => project!["name"]!.GetValue<string>() == "qemu-devel");
        }
        Assert.Contains("cannot be reached", project["lastError"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(20, project["events"]!["done"]!.GetValue<int>());
        Assert.Equal(
            2170000,
            JsonNode.Parse(await client.GetStringAsync("api/patches/2170000/"))!["id"]!.GetValue<int>()
        );
        using var missing = await client.GetAsync(new Uri("api/patches/1/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.False(process.HasExited);
    }

    private static async Task<Dictionary<string, string>> SettingsAsync(Uri upstream) =>
        new()
        {
            ["AzureWebJobsStorage"] = await TestAzurite.NewAccountAsync(),
            ["Patchwork__Url"] = upstream.ToString(),
            ["Patchwork__Since"] = "beginning",
        };

    [Fact]
    public async Task Who_starts_while_others_fetch_does_not_wait_for_them()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var storage = await TestAzurite.NewAccountAsync();
        var settings = new Dictionary<string, string?> { ["Patchwork:Parallel"] = "1" };
        await using var busy = await Deployment.StartAsync(patchwork.Url, storage, settings: settings);
        await using var slot = await busy.Get<UpstreamSlots>().TakeAsync(default);
        patchwork.Requests.Clear();

        await using var other = await Deployment
            .StartAsync(patchwork.Url, storage, new FastTimers(), settings)
            .WaitAsync(Deadline.Span);

        Assert.Empty(patchwork.Requests.ByKind);
    }

    /// <summary>The system's clock with timers that run twenty times as fast.</summary>
    private sealed class FastTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 20 : dueTime, period);
    }

    private static Dictionary<string, string> With(
        Dictionary<string, string> settings,
        params (string Name, string Value)[] others
    )
    {
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (var (name, value) in others)
            all[name] = value;
        return all;
    }

    /// <summary>Fails to start in this process, and returns the sentence for the user.</summary>
    private static async Task<string> RefusalAsync(Uri upstream, params (string Name, string Value)[] wrong)
    {
        var settings = wrong.ToDictionary(
            setting => setting.Name.Replace("__", ":", StringComparison.Ordinal),
            string? (setting) => setting.Value,
            StringComparer.Ordinal
        );
        var refusal = await Assert.ThrowsAsync<SettingsException>(() =>
            Deployment.StartAsync(upstream, settings: settings)
        );
        AssertIsSentence(refusal.Message);
        return refusal.Message;
    }

    private static void AssertIsSentence(string sentence)
    {
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    /// <summary>Fails to start, and returns the error message.</summary>
    private static async Task<string> ComplaintAsync(
        Dictionary<string, string> settings,
        params (string Name, string Value)[] wrong
    )
    {
        await using var process = TestProcess.SelfHost(With(settings, wrong), "--exit-when-idle");
        Assert.Equal(1, await process.EndAsync());
        var sentence = Assert.Single(process.Errors);
        AssertIsSentence(sentence);
        Assert.DoesNotContain("secret", sentence, StringComparison.Ordinal);
        return sentence;
    }
}
