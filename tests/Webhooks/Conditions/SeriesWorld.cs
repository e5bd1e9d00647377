using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Conditions;

/// <summary>
/// A server that has one complete series of five patches, a deployment that follows it, and a target. Server and
/// deployment share a clock.
/// </summary>
internal sealed class SeriesWorld : IAsyncDisposable
{
    public const long Series = 484000;
    public const long Cover = 2160000;
    public const long Project = 14;

    /// <summary>Who sent the series.</summary>
    public const string Sender = "Dmitri Volkov <dvolkov@nevahost.example>";

    /// <summary>Somebody who replies.</summary>
    public const long Somebody = 80005;

    /// <summary>The number of events up to the completion of the series and its last patch.</summary>
    public const int Complete = 13;

    public static readonly IReadOnlyList<long> Patches = [2170000, 2170001, 2170002, 2170003, 2170004];

    public required TestClock Clock { get; init; }
    public required RecordedPatchwork Patchwork { get; init; }
    public required Hooks Hooks { get; init; }
    public required Target Target { get; init; }

    /// <summary>Starts with the series archived, and subscribed to by nobody.</summary>
    public static async Task<SeriesWorld> StartAsync()
    {
        var clock = new TestClock();
        var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = Complete, TimeProvider = clock }
        );
        var world = new SeriesWorld
        {
            Clock = clock,
            Patchwork = patchwork,
            Hooks = new Hooks(await Deployment.StartAsync(patchwork.Url, time: clock, settings: Hooks.Local)),
            Target = await Target.StartAsync(),
        };
        await world.Hooks.RunAsync();
        return world;
    }

    /// <summary>Another instance of the deployment.</summary>
    public async Task<Hooks> AnotherAsync() =>
        new(await Deployment.StartAsync(Patchwork.Url, Hooks.Deployment.Storage, Clock, Hooks.Local));

    /// <summary>Subscribes the target to one type.</summary>
    public async Task<Subscription> SubscribeAsync(string type, string more = "{}", Target? target = null)
    {
        var input = JsonNode.Parse(more)!.AsObject();
        input["types"] = new JsonArray(type);
        return (await Hooks.SubscribeAsync((target ?? Target).Url, input.ToJsonString())).Subscription;
    }

    /// <summary>Sets the state of patches, which raises an event each.</summary>
    public async Task SetStateAsync(string state, params IEnumerable<long> patches)
    {
        foreach (var patch in patches)
            await SetStateAsync(Patchwork.Url, patch, state);
    }

    /// <summary>Sets the state of a patch.</summary>
    public static Task SetStateAsync(Uri server, long patch, string state) =>
        Maintainer.SendAsync(server, HttpMethod.Patch, $"api/patches/{patch}/", new { state });

    /// <summary>Reports a check, which raises an event.</summary>
    public Task CheckAsync(long patch, string context, string state) =>
        Maintainer.SendAsync(Patchwork.Url, HttpMethod.Post, $"api/patches/{patch}/checks/", new { context, state });

    /// <summary>Replies with tags to each patch.</summary>
    public void Review(string tags, params IEnumerable<long> patches)
    {
        foreach (var patch in patches)
            Patchwork.Administration.ReplyToPatch(patch, Somebody, $"Fine.\n\n{tags}\n");
    }

    /// <summary>The messages, in the order of their ids, each once.</summary>
    public IReadOnlyList<JsonNode> Announced(Target? target = null) =>
        [
            .. (target ?? Target)
                .Received.DistinctBy(received => received.WebhookId)
                .OrderBy(received => (int)received.Json["data"]!["ordinal"]!)
                .Select(received => received.Json["data"]!),
        ];

    /// <summary>What was announced of the series' condition, from storage.</summary>
    public Task<AnnouncedValue?> RowAsync(string type, string? option = null) =>
        Hooks.Deployment.Get<AnnouncedValueStore>().ReadAsync(new Condition(type, Project, Series, option), default);

    public async ValueTask DisposeAsync()
    {
        await Hooks.Deployment.DisposeAsync();
        await Target.DisposeAsync();
        await Patchwork.DisposeAsync();
    }
}
