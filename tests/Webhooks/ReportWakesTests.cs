using Azure;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>The wakes of reports that wait for Patchwork.</summary>
public sealed class ReportWakesTests
{
    /// <summary>
    /// Else the runtime gives the message up after some minutes, or repeats it, and each time one more wake is queued.
    /// </summary>
    [Theory]
    [InlineData("GET ", "/Reports(")]
    [InlineData("GET ", "/keys?")]
    [InlineData("PUT ", "/Reports(")]
    public async Task A_report_is_tried_again_by_one_wake_while_storage_fails(string method, string path)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
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
        // As in another process, the keys are not read yet.
        var services = deployment.Get<IServiceProvider>();
        var reports = ActivatorUtilities.CreateInstance<Reports>(services, new SecretBox(deployment.Archive));
        var wakes = ActivatorUtilities.CreateInstance<Wakes>(services, reports);
        wire.Before = (request, _) =>
            request.StartsWith(method, StringComparison.Ordinal) && request.Contains(path, StringComparison.Ordinal)
                ? throw new RequestFailedException(403, "The role does not allow it.")
                : Task.CompletedTask;

        await wakes.RunAsync(new WakeMessage("", DateTimeOffset.UtcNow) { Report = key }, default);

        Assert.Single(
            wire.Requests,
            request =>
                request.StartsWith("POST ", StringComparison.Ordinal)
                && request.Contains("/deliveries-later/messages", StringComparison.Ordinal)
        );
    }
}
