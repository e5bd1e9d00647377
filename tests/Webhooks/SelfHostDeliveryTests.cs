using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Webhooks;

/// <summary>Webhooks under selfhost's own triggers.</summary>
public sealed class SelfHostDeliveryTests
{
    [Fact]
    public async Task Idle_is_who_has_delivered_all_that_is_due()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var target = await Target.StartAsync(async context =>
        {
            // Slower than every other step.
            await Task.Delay(TimeSpan.FromSeconds(1.5), context.RequestAborted);
            context.Response.StatusCode = 204;
        });
        await using var down = await Target.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var storage = await TestAzurite.NewAccountAsync();
        await using (var deployment = await Deployment.StartAsync(patchwork.Url, storage, settings: Hooks.Local))
        {
            await new Hooks(deployment).SubscribeAsync(target.Url);
            await new Hooks(deployment).SubscribeAsync(down.Url);
        }

        await using var app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                Polling = TimeSpan.FromMilliseconds(20),
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork__Url"] = patchwork.Url.ToString(),
                    ["Patchwork__Since"] = "beginning",
                    ["Hookwork__AllowedHosts"] = "127.0.0.1",
                },
            }
        );
        await app.WaitUntilIdleAsync(new CancellationTokenSource(Deadline.Span).Token);

        Assert.Equal(WebhookHost.Events, target.Messages.Count);
        Assert.InRange(down.Received.Count, 3, WebhookHost.Events);
    }
}
