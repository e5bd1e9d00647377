using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using Azure.Core.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Hookwork.Archive.Cursors;
using Hookwork.Catalog.Files;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Hookwork.Webhooks.Upkeep;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Hosting;

/// <summary>The log lines of an idle instance.</summary>
public sealed class IdleLogTests
{
    private static readonly IConfiguration s_hostJson = new ConfigurationBuilder()
        .AddJsonFile(Repository.Path("host.json"))
        .Build();

    /// <summary>How often the runtime looks into each empty queue in a minute.</summary>
    private static readonly int s_looks = (int)(
        TimeSpan.FromMinutes(1)
        / TimeSpan.Parse(s_hostJson["extensions:queues:maxPollingInterval"]!, CultureInfo.InvariantCulture)
    );

    private readonly TestClock _clock = new(stands: true);
    private readonly LogLines _lines = new();
    private readonly ConcurrentQueue<EventWrittenEventArgs> _azure = new();

    [Fact]
    public async Task An_idle_hour_writes_eight_lines_for_each_project_at_most_and_none_of_storage()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        var storage = await TestAzurite.NewAccountAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage, _clock, configure: AddLog);
        await deployment.RunToIdleAsync();
        await HourAsync(deployment, storage, minutes: 2);
        _lines.Lines.Clear();

        using (new AzureEventSourceListener((written, _) => _azure.Enqueue(written), EventLevel.Informational))
            await HourAsync(deployment, storage, minutes: 60);

        var azure = AzureLines(new BlobServiceClient(storage).AccountName);
        Assert.True(
            azure.Count(line => line == EventLevel.Informational) > 3 * 60 * s_looks,
            "Storage was not listened to"
        );
        Assert.Equal("Warning", s_hostJson["logging:logLevel:Azure.Core"]);
        Assert.DoesNotContain(azure, line => line <= EventLevel.Warning);
        var polls = await deployment.Get<CursorStore>().AllAsync(default);
        Assert.True(_lines.Lines.Count <= 8 * polls.Count, string.Join('\n', _lines.Lines));
    }

    private void AddLog(IServiceCollection services) =>
        services.AddLogging(logging =>
            logging
                .SetMinimumLevel(LogLevel.Information)
                .AddConfiguration(s_hostJson.GetSection("logging"))
                .AddProvider(_lines)
        );

    /// <summary>Runs the timers on their schedules, and polls the queues as often as the runtime does.</summary>
    private async Task HourAsync(Deployment deployment, string storage, int minutes)
    {
        var services = deployment.Get<IServiceProvider>();
        var timer = new TimerInfo();
        var hostLock = await HostLockAsync(storage);
        for (var minute = 0; minute < minutes; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await ActivatorUtilities.CreateInstance<PollEvents>(services).RunAsync(timer, default);
            await ActivatorUtilities.CreateInstance<WalkLists>(services).RunAsync(timer, default);
            await hostLock.RenewAsync();
            if (minute % 15 == 0)
                await ActivatorUtilities.CreateInstance<SweepWebhooks>(services).RunAsync(timer, default);
            if (minute % 60 == 20)
                await ActivatorUtilities.CreateInstance<SnapshotCatalogs>(services).RunAsync(timer, default);
            foreach (
                var queue in new[]
                {
                    deployment.Archive.Refresh,
                    deployment.Archive.Announcements,
                    deployment.Archive.Wakes,
                }
            )
            {
                for (var look = 0; look < s_looks; look++)
                    Assert.Empty((await queue.ReceiveMessagesAsync(4)).Value);
            }
        }
        await hostLock.ReleaseAsync();
    }

    private static async Task<BlobLeaseClient> HostLockAsync(string storage)
    {
        var container = new BlobContainerClient(storage, "azure-webjobs-hosts");
        if (!await container.ExistsAsync())
        {
            await container.CreateAsync();
            await container.GetBlobClient("locks/host").UploadAsync(BinaryData.FromString(""));
        }
        var lease = container.GetBlobClient("locks/host").GetBlobLeaseClient();
        await lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);
        return lease;
    }

    /// <summary>
    /// The levels of Azure.Core's log lines about one account; other tests in this process use other accounts.
    /// </summary>
    private List<EventLevel> AzureLines(string account)
    {
        var own = _azure
            .Where(written =>
                written.EventName == "Request" && $"{written.Payload![2]}".Contains(account, StringComparison.Ordinal)
            )
            .Select(written => written.Payload![0])
            .ToHashSet();
        // Of an answer that took three seconds, as on a busy machine, there is a warning, too.
        return
        [
            .. _azure
                .Where(written => written.EventName != "ResponseDelay" && own.Contains(written.Payload![0]))
                .Select(written => written.Level),
        ];
    }
}
