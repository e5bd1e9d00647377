using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Conditions;

/// <summary><c>series.reviewed</c>: each patch has the tags that a subscription asks for.</summary>
public sealed class ReviewedTests
{
    private const string Ann = "Ann <ann@a.example>";
    private const string Bob = "Bob <bob@b.example>";

    [Fact]
    public async Task A_series_is_announced_once_when_its_last_patch_is_reviewed()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesReviewed);
        await using var twice = await Target.StartAsync();
        await world.SubscribeAsync(
            WebhookType.SeriesReviewed,
            """{"reviewed": {"tags": 2, "kinds": ["Reviewed-by", "Tested-by"]}}""",
            twice
        );

        world.Review($"Reviewed-by: {Ann}", SeriesWorld.Patches.Take(3));
        await world.Hooks.RunAsync();
        Assert.Empty(world.Target.Received);
        world.Review($"Reviewed-by: {Ann}", SeriesWorld.Patches[3]);
        world.Review($"Acked-by: {Bob}", SeriesWorld.Patches[4]);
        await world.Hooks.RunAsync();
        Assert.Empty(twice.Received);
        world.Review($"Tested-by: {Bob}\nReviewed-by: {Ann}", SeriesWorld.Patches);
        await world.Hooks.RunAsync();
        world.Review($"Acked-by: Cleo <cleo@c.example>", SeriesWorld.Patches);
        await world.Hooks.RunAsync();

        var received = Assert.Single(world.Target.Received);
        await NodeChecks.ValidateAsync(WebhookType.SeriesReviewed, received.Body);
        Assert.Equal("series-484000-reviewed-1AR-1", received.MessageId);
        var reviewed = received.Json["data"]!["reviewed"]!;
        Assert.Equal("""["Reviewed-by","Acked-by"]""", reviewed["kinds"]!.ToJsonString());
        Assert.Equal(1, (int)reviewed["tags"]!);
        Assert.Equal([.. Enumerable.Repeat(Ann, 4), Bob], Reviewers(reviewed).Select(people => Assert.Single(people)));
        var second = Assert.Single(twice.Received);
        Assert.Equal("series-484000-reviewed-2RT-1", second.MessageId);
        Assert.All(Reviewers(second.Json["data"]!["reviewed"]!), people => Assert.Equal(2, people.Count));
    }

    [Fact]
    public async Task A_tag_for_the_cover_letter_counts_for_every_patch()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesReviewed);
        world.Review($"Reviewed-by: {Ann}", SeriesWorld.Patches[1]);
        world.Patchwork.Administration.ReplyToCover(
            SeriesWorld.Cover,
            SeriesWorld.Somebody,
            $"For the series:\n\nAcked-by: {Bob}\n"
        );

        await world.Hooks.RunAsync();

        var reviewed = Assert.Single(world.Target.Received).Json["data"]!["reviewed"]!;
        Assert.Equal([1, 2, 1, 1, 1], Reviewers(reviewed).Select(people => people.Count));
        Assert.Equal(SeriesWorld.Patches, reviewed["patches"]!.AsArray().Select(patch => (long)patch!["id"]!));
    }

    [Fact]
    public async Task The_senders_own_tag_and_a_nack_do_not_count()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesReviewed);

        world.Review($"Reviewed-by: {SeriesWorld.Sender}\nNacked-by: {Ann}\nTested-by: {Bob}", SeriesWorld.Patches);
        await world.Hooks.RunAsync();

        Assert.Empty(world.Target.Received);
    }

    [Fact]
    public async Task A_series_that_comes_with_its_tags_is_announced_when_it_is_complete()
    {
        await using var world = await EventsTests.World.StartAsync(13);
        foreach (var patch in SeriesWorld.Patches)
            world.Patchwork.Administration.EditPatch(patch, "content", $"Tidy.\n\nReviewed-by: {Ann}\n");
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.reviewed"]}""");

        await world.Hooks.RunToEndAsync();

        Assert.Single(world.Target.Messages);
    }

    [Fact]
    public async Task No_mail_of_a_series_that_is_arriving_asks_for_the_others()
    {
        var patch = SeriesWorld.Patches[0];
        await using var world = await EventsTests.World.StartAsync(182, "now");
        await world.Hooks.RunAsync();
        var deployment = world.Hooks.Deployment;
        RefreshItem[] first =
        [
            new(ResourceKind.Series, SeriesWorld.Series, SeriesWorld.Project),
            new(ResourceKind.Patch, patch, SeriesWorld.Project),
        ];
        await deployment.Get<Refresher>().RunAsync(first, default);
        // The series is from before the archive, so its refresh asks for them.
        await deployment.Archive.Refresh.ClearMessagesAsync();
        await world.Hooks.SubscribeAsync(world.Target.Url, """{"types": ["series.reviewed"]}""");
        var arrived = new Announcement("patch.completed", SeriesWorld.Project, 1)
        {
            Kind = ResourceKind.Patch,
            Id = patch,
            Detail = SeriesWorld.Series,
        };

        await deployment.Get<Fanout>().RunAsync([arrived], default);

        Assert.Empty((await deployment.Archive.Refresh.PeekMessagesAsync(1)).Value);
    }

    private static IEnumerable<IReadOnlyList<string>> Reviewers(JsonNode reviewed) =>
        reviewed["patches"]!
            .AsArray()
            .Select(patch =>
                (IReadOnlyList<string>)[.. patch!["reviewers"]!.AsArray().Select(person => (string)person!)]
            );
}
