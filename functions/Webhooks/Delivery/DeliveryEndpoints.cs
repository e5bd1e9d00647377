using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Webhooks.Delivery;

/// <summary>The endpoints of a subscription's deliveries: list, replay and poll.</summary>
internal static class DeliveryEndpoints
{
    private const string Since = "since";
    private const string FailedOnly = "failedOnly";
    private const int MostShown = 250;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static void MapDeliveries(this IEndpointRouteBuilder one)
    {
        const string Key = "{key:key}";
        one.MapGet("deliveries", ListAsync);
        one.MapGet($"deliveries/{Key}", GetAsync);
        one.MapPost($"deliveries/{Key}/replay", ReplayOneAsync);
        one.MapPost("replay", ReplayAsync);
        one.MapGet("messages", MessagesAsync);
    }

    private static async Task<IResult> ListAsync(
        string id,
        string? state,
        string? after,
        int? limit,
        SubscriptionStore subscriptions,
        DeliveryHistory deliveries,
        CancellationToken cancellationToken
    )
    {
        if (state is not (null or DeliveryState.Pending or DeliveryState.Delivered or DeliveryState.Failed))
            throw new InputException(
                $"state is '{Printable.Escape(state)}': give {DeliveryState.Pending}, {DeliveryState.Delivered} or {DeliveryState.Failed}."
            );
        if (limit is < 1 or > MostShown)
            throw new InputException($"limit is {limit}: give a number from 1 to {MostShown}.");
        if (after is not null && (after.Length > 200 || after.Any(char.IsControl)))
            throw new InputException("after is not the key of a delivery: give the key of the last one seen.");
        if (await subscriptions.GetAsync(id, cancellationToken) is null)
            return WebhookEndpoints.NotFound();
        var views = await deliveries
            .ListAsync(id, after, state, null, cancellationToken)
            .Take(limit ?? 50)
            .ToListAsync(cancellationToken);
        return Results.Json(views, WebhookJson.Plain.IReadOnlyListDeliveryView);
    }

    private static async Task<IResult> GetAsync(
        string id,
        string key,
        DeliveryHistory deliveries,
        CancellationToken cancellationToken
    ) =>
        await deliveries.GetAsync(id, key, cancellationToken) is { } view
            ? Results.Json(view, WebhookJson.Plain.DeliveryView)
            : WebhookEndpoints.NotFound();

    private static async Task<IResult> ReplayOneAsync(
        string id,
        string key,
        SubscriptionStore subscriptions,
        Replays replays,
        CancellationToken cancellationToken
    ) =>
        await PushedAsync(id, subscriptions, cancellationToken) is not null
        && await replays.OneAsync(id, key, cancellationToken)
            ? Results.StatusCode(StatusCodes.Status202Accepted)
            : WebhookEndpoints.NotFound();

    private static async Task<IResult> ReplayAsync(
        string id,
        HttpRequest request,
        SubscriptionStore subscriptions,
        Replays replays,
        CancellationToken cancellationToken
    )
    {
        var input = await OperatorInput.ReadAsync(request, cancellationToken);
        // Without a misspelt failedOnly, everything would be sent again.
        OperatorInput.Admit(input, Since, FailedOnly);
        if (
            input[Since] is not JsonValue since
            || !since.TryGetValue(out string? text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            || at.Year is < 2000 or > 9000
        )
            throw new InputException("since is not a time: give one such as 2026-01-31T00:00:00Z.");
        var failedOnly = false;
        if (input[FailedOnly] is { } only && !(only is JsonValue value && value.TryGetValue(out failedOnly)))
            throw new InputException("failedOnly is no boolean: give true or false.");
        // A polled subscription may replay events from before it was created, too.
        if (
            await (
                failedOnly
                    ? PushedAsync(id, subscriptions, cancellationToken)
                    : WebhookEndpoints.EnabledAsync(id, subscriptions, cancellationToken)
            )
            is null
        )
            return WebhookEndpoints.NotFound();
        await replays.BeginAsync(id, new ReplayStep(at, failedOnly, null), cancellationToken);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<Subscription?> PushedAsync(
        string id,
        SubscriptionStore subscriptions,
        CancellationToken cancellationToken
    ) =>
        await WebhookEndpoints.EnabledAsync(id, subscriptions, cancellationToken)
            is not { IsPolled: true }
                and var subscription
            ? subscription
            : throw new InputException("The subscription is polled: to read messages again, poll with a lower after.");

    /// <summary>The messages after those that the caller has; waits for some if there are none.</summary>
    private static async Task<IResult> MessagesAsync(
        string id,
        long? after,
        int? wait,
        SubscriptionStore subscriptions,
        MessagePoll poll,
        CancellationToken cancellationToken
    )
    {
        if (wait is < 0 || wait > LongestWait.TotalSeconds)
            throw new InputException($"wait is {wait}: give 0 to {LongestWait.TotalSeconds} seconds.");
        if (after is < 0)
            throw new InputException($"after is {after}: give the number of the last message read, or 0.");
        if (await subscriptions.GetAsync(id, cancellationToken) is not { } subscription)
            return WebhookEndpoints.NotFound();
        if (!subscription.IsPolled)
            throw new InputException("The subscription has a url: its messages are sent there.");
        var view = await poll.ReadAsync(subscription, after, TimeSpan.FromSeconds(wait ?? 0), cancellationToken);
        return Results.Json(view, WebhookJson.Plain.MessagesView);
    }
}
