using Azure;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>The wakes of reports that wait for Patchwork.</summary>
public sealed class ReportWakesTests
{
    /// <summary>Else the runtime repeats the message, and each time one more wake is queued.</summary>
    [Fact]
    public async Task A_report_that_cannot_be_stored_is_tried_again_by_one_wake()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var (storage, wire) = (await TestAzurite.NewAccountAsync(), new Wire());
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            storage,
            configure: services => services.AddSingleton(wire.Connect(storage))
        );
        var key = ReportKey.Of("message", "build", "token");
        var report = new Report(
            "build",
            """{"state": "success"}""",
            [new PatchReport(1, PatchReport.Waiting, null)],
            1,
            DateTimeOffset.UtcNow.AddDays(1)
        )
        {
            Token = await deployment.Get<SecretBox>().ProtectAsync("token", default),
            Due = DateTimeOffset.UtcNow,
        };
        Assert.NotNull(await deployment.Get<ReportStore>().TryPutAsync(key, report, null, default));
        wire.Before = (request, _) =>
            !request.StartsWith("GET ", StringComparison.Ordinal)
            && request.Contains("/Reports(", StringComparison.Ordinal)
                ? throw new RequestFailedException(403, "The role does not allow to write.")
                : Task.CompletedTask;

        await deployment.Get<Reports>().ResumeAsync(key, DateTimeOffset.UtcNow, default);

        Assert.Single(
            wire.Requests,
            request =>
                request.StartsWith("POST ", StringComparison.Ordinal)
                && request.Contains("/deliveries-later/messages", StringComparison.Ordinal)
        );
    }
}
