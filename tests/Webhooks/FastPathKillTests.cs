using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Archive.Events;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;

namespace Hookwork.Tests.Webhooks;

/// <summary>Selfhost processes that are killed while they refresh and deliver the little that a poll brings.</summary>
public sealed class FastPathKillTests
{
    private const int Kills = 5;

    /// <summary>How many events each poll brings.</summary>
    private const int Few = 5;

    [Fact]
    public async Task Every_event_is_delivered_though_the_process_was_killed_again_and_again()
    {
        var random = new Random(20260102);
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var target = await Target.StartAsync();
        var storage = await TestAzurite.NewAccountAsync();
        var settings = Hooks.OfKilled(patchwork.Url, storage);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage, settings: Hooks.Local);
        await deployment.RunToIdleAsync();
        var before = await ArchiveSnapshot.TakeAsync(deployment);
        await new Hooks(deployment).SubscribeAsync(target.Url);

        var patches = await deployment
            .Archive.Patches.QueryAsync<TableEntity>(select: ["RowKey"])
            .Take(Few)
            .Select(row => long.Parse(row.RowKey, CultureInfo.InvariantCulture))
            .ToListAsync();
        List<string> wanted = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            wanted.AddRange(patches.Select(patch => $"{patchwork.Faults.Inject(Event(patch))}"));
            var moment = patchwork.Requests.Count + random.Next(2, 14);
            using var slow = patchwork.Faults.Add(Fault.Slow(TimeSpan.FromMilliseconds(20)));
            await using var process = TestProcess.SelfHost(settings, "--lease", "2");
            for (var deadline = Deadline.Start(); patchwork.Requests.Count < moment; deadline.Check())
                await Task.Delay(1);
            // From the last request to the delivery there are some storage operations.
            await Task.Delay(random.Next(60));
            await process.KillAsync();
        }
        await using (var last = TestProcess.SelfHost(settings, "--lease", "2"))
        {
            await Eventually.TrueAsync(() => !wanted.Except(target.Messages).Any());
            await Eventually.TrueAsync(async () => await OpenAsync() == 0);
        }

        Assert.Equal(wanted.Order(StringComparer.Ordinal), target.Messages.Order(StringComparer.Ordinal));
        ArchiveSnapshot.AssertEqual(
            [.. ArchiveSnapshot.WithoutEvents(before)],
            ArchiveSnapshot.WithoutEvents(await ArchiveSnapshot.TakeAsync(deployment))
        );

        async Task<int> OpenAsync() => await deployment.Get<EventLog>().OpenAsync(null, default).CountAsync();
    }

    private static JsonObject Event(long patch) =>
        new()
        {
            ["category"] = "patch-state-changed",
            ["project"] = new JsonObject { ["id"] = 14 },
            ["actor"] = null,
            ["payload"] = new JsonObject { ["patch"] = new JsonObject { ["id"] = patch } },
        };
}
