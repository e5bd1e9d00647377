using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>The messages for events on the server, each sent once.</summary>
public sealed class EventsTests
{
    [Fact]
    public async Task A_completed_series_comes_with_its_cover_letter_and_patches_in_order()
    {
        await using var world = await World.StartAsync(13);
        var (_, secret) = await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.completed"]}""");

        await world.Hooks.RunAsync();

        var received = Assert.Single(world.Target.Received);
        var data = (await NodeChecks.VerifyAsync(secret, received.Headers, received.Body))!["data"]!;
        await NodeChecks.ValidateAsync("series.completed", received.Body);
        Assert.Equal("series-completed", data["category"]!.GetValue<string>());
        Assert.Equal("[0/5] virtio-net: Factor out leak of rx ring", data["cover"]!["name"]!.GetValue<string>());
        Assert.Equal([1, 2, 3, 4, 5], data["patches"]!.AsArray().Select(patch => patch!["number"]!.GetValue<int>()));
        Assert.Equal(1, data["completion"]!.GetValue<int>());
        var patch = data["patches"]![0]!;
        var mbox = await world
            .Hooks.Deployment.Get<MboxStore>()
            .FindAsync(14, ResourceKind.Patch, patch["id"]!.GetValue<long>(), default);
        Assert.Equal(
            Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(mbox!.Rest)),
            patch["mbox_sha256"]!.GetValue<string>()
        );
        Assert.StartsWith(
            $"{world.Patchwork.Url}project/qemu-devel/patch/",
            patch["mbox"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["hw/virtio/virtio_net.c"],
            patch["files"]!.AsArray().Select(file => file!.GetValue<string>()).Take(1)
        );
        Assert.Equal("2025-12-01T16:55:48.016077Z", received.Json["timestamp"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_completed_series_that_comes_first_waits_for_its_patches()
    {
        await using var world = await World.StartAsync(9, since: "2025-12-01T16:55:48.010000");
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.completed"]}""");

        await world.Hooks.RunAsync();
        await world.Hooks.PumpAsync(() => !world.Target.Received.IsEmpty);

        var received = Assert.Single(world.Target.Received);
        Assert.All(received.Json["data"]!["patches"]!.AsArray(), patch => Assert.NotNull(patch!["mbox_sha256"]));
        Assert.NotNull(received.Json["data"]!["cover"]!["mbox_sha256"]);
    }

    [Fact]
    public async Task Every_event_is_sent_once_and_fits_the_schema_of_its_type()
    {
        await using var world = await World.StartAsync(120);
        var (_, standard) = await world.Hooks.SubscribeAsync(world.Target.Url);
        await using var other = await Target.StartAsync();
        var (_, cloud) = await world.Hooks.SubscribeAsync(other.Url, """{"format": "cloudevents"}""");

        await world.Hooks.RunAsync();
        await world.Hooks.RunAsync();
        // On a busy machine a delivery may run out of its time, and is retried later.
        await world.Hooks.PumpAsync(() => other.Received.Count >= world.Target.Received.Count && Plain().Count >= 120);

        var plain = Plain();
        Assert.Equal(120, plain.Count);
        Assert.Equal(120, plain.DistinctBy(item => item.WebhookId).Count());
        Assert.Equal(world.Target.Messages.Order(), other.Messages.Order());
        foreach (var received in world.Target.Received)
        {
            await NodeChecks.VerifyAsync(standard, received.Headers, received.Body);
            await NodeChecks.ValidateAsync(received.Type, received.Body);
            Assert.InRange(received.Body.Length, 1, Composition.MostBytes);
        }
        Assert.True(world.Target.Received.DistinctBy(item => item.Type).Count() >= 9);
        foreach (var received in other.Received)
        {
            await NodeChecks.VerifyAsync(cloud, received.Headers, received.Body);
            var read = (await NodeChecks.ReadEventAsync(received.Headers, received.Body))!;
            Assert.Equal(
                (received.MessageId, received.Type, "1.0"),
                (
                    read["id"]!.GetValue<string>(),
                    read["type"]!.GetValue<string>(),
                    read["specversion"]!.GetValue<string>()
                )
            );
            Assert.Equal(received.Json["data"]!.ToJsonString(), read["data"]!.ToJsonString());
        }

        List<Received> Plain() => [.. world.Target.Received.Where(item => !item.MessageId.Contains('-'))];
    }

    [Fact]
    public async Task A_query_picks_by_what_matched_before_or_after_the_change()
    {
        await using var world = await World.StartAsync(23);
        await world.Hooks.SubscribeAsync(
            world.Target.Url,
            """{"query": "state:under-review", "types": ["patch.state-changed"]}"""
        );
        await using var left = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(left.Url, """{"query": "state:new", "types": ["patch.state-changed"]}""");
        await using var none = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(none.Url, """{"query": "state:accepted", "types": ["patch.state-changed"]}""");
        await using var series = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(
            series.Url,
            """{"query": "dfn:hw/virtio/* is:patch", "types": ["series.completed"]}"""
        );

        await world.Hooks.RunAsync();

        Assert.All(
            world.Target.Received,
            item => Assert.Equal("after", item.Json["data"]!["matched"]!.GetValue<string>())
        );
        Assert.NotEmpty(world.Target.Received);
        Assert.Equal(world.Target.Messages.Order(), left.Messages.Order());
        Assert.All(left.Received, item => Assert.Equal("before", item.Json["data"]!["matched"]!.GetValue<string>()));
        Assert.Empty(none.Received);
        Assert.Equal("both", Assert.Single(series.Received).Json["data"]!["matched"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_subscription_of_a_project_gets_nothing_of_another_and_nothing_from_before_its_time()
    {
        await using var world = await World.StartAsync(9);
        await world.Hooks.RunAsync();
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"projects": ["uboot"]}""");
        await using var late = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(late.Url);
        world.Patchwork.Time.Advance(3);

        await world.Hooks.RunAsync();

        Assert.Empty(world.Target.Received);
        Assert.Equal(3, late.Messages.Count);
    }

    [Fact]
    public async Task Addresses_of_a_server_below_the_root_of_its_host_have_its_whole_root()
    {
        await using var world = await World.StartAsync(1);
        var services = world.Hooks.Deployment.Get<IServiceProvider>();
        var server = services.GetRequiredService<PatchworkSettings>() with
        {
            Url = new Uri("https://example.org/patchwork/"),
        };
        var item = new Announcement(WebhookType.Test, 0, 0) { Suffix = "test", Data = """{"url": "/series/1/"}""" };

        var composer = ActivatorUtilities.CreateInstance<PayloadComposer>(services, server);

        Assert.Equal(
            "https://example.org/patchwork/series/1/",
            (string)(await composer.ComposeAsync(item, default)).Whole["url"]!
        );
    }

    /// <summary>A server, a deployment that follows it, and a target.</summary>
    internal sealed class World : IAsyncDisposable
    {
        public required RecordedPatchwork Patchwork { get; init; }
        public required Hooks Hooks { get; init; }
        public required Target Target { get; init; }

        public static async Task<World> StartAsync(int events, string since = "beginning", TestClock? clock = null)
        {
            var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: events);
            clock?.Follow(patchwork.Time);
            var settings = new Dictionary<string, string?>(Hooks.Local) { ["Patchwork:Since"] = since };
            var hooks = new Hooks(await Deployment.StartAsync(patchwork.Url, time: clock, settings: settings));
            return new World
            {
                Patchwork = patchwork,
                Hooks = hooks,
                Target = await Target.StartAsync(),
            };
        }

        public async ValueTask DisposeAsync()
        {
            await Hooks.Deployment.DisposeAsync();
            await Target.DisposeAsync();
            await Patchwork.DisposeAsync();
        }
    }
}
