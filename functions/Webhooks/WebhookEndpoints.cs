using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Webhooks;

/// <summary>The subscriptions API, behind a function key.</summary>
public static class WebhookEndpoints
{
    /// <summary>Maps everything under <c>/webhooks/subscriptions</c>.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/webhooks/subscriptions").AddEndpointFilter(OperatorInput.AnswerFaultsAsync);
        all.MapPost("", CreateAsync);
        all.MapGet("", ListAsync);
        var one = all.MapGroup("{id:uuid}");
        one.MapGet("", GetAsync);
        one.MapPatch("", ChangeAsync);
        one.MapDelete("", DeleteAsync);
        one.MapPost("rotate-secret", RotateAsync);
        one.MapPost("pause", PauseAsync);
        one.MapPost("resume", ResumeAsync);
        one.MapPost("test", TestAsync);
        one.MapDeliveries();
    }

    /// <summary>The response for an unknown subscription or delivery.</summary>
    internal static IResult NotFound() =>
        Results.Problem("There is no such subscription or delivery.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A subscription that may be sent messages; null if there is none.</summary>
    internal static async Task<Subscription?> EnabledAsync(
        string id,
        SubscriptionStore subscriptions,
        CancellationToken cancellationToken
    ) =>
        await subscriptions.GetAsync(id, cancellationToken)
            is not { Status: SubscriptionStatus.Disabled }
                and var subscription
            ? subscription
            : throw new InputException("The subscription is disabled: resume it first.");

    private static async Task<IResult> CreateAsync(
        HttpRequest request,
        SubscriptionRegistry subscriptions,
        CancellationToken cancellationToken
    )
    {
        var (subscription, secret) = await subscriptions.CreateAsync(
            await OperatorInput.ReadAsync(request, cancellationToken),
            cancellationToken
        );
        request.HttpContext.Response.Headers.Location = $"/webhooks/subscriptions/{subscription.Id}";
        return Show(subscription, secret, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(SubscriptionStore store, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubscriptionView> views =
        [
            .. (await store.AllAsync(cancellationToken)).Select(subscription => SubscriptionView.Of(subscription)),
        ];
        return Results.Json(views, WebhookJson.Plain.IReadOnlyListSubscriptionView);
    }

    private static async Task<IResult> GetAsync(
        string id,
        SubscriptionStore store,
        CancellationToken cancellationToken
    ) => Show(await store.GetAsync(id, cancellationToken));

    private static async Task<IResult> ChangeAsync(
        string id,
        HttpRequest request,
        SubscriptionStore store,
        SubscriptionRegistry subscriptions,
        DeliveryStore deliveries,
        WebhookQueue queue,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var input = await OperatorInput.ReadAsync(request, cancellationToken);
        var before = await store.GetAsync(id, cancellationToken);
        var changed = await subscriptions.ChangeAsync(id, input, cancellationToken);
        if (changed is not null && before?.HasTargetOf(changed) != true)
        {
            await ForgetFailuresAsync(id, deliveries, cancellationToken);
            await queue.WakeAsync(new WakeMessage(id, time.GetUtcNow()), cancellationToken);
        }
        return Show(changed);
    }

    private static async Task<IResult> DeleteAsync(
        string id,
        SubscriptionStore store,
        WebhookQueue queue,
        WebhookSettings settings,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        // This wake deletes the deliveries even if this process ends before the next one. It also deletes what attempts
        // under way record until then.
        await queue.WakeAsync(new WakeMessage(id, time.GetUtcNow() + settings.Claim), cancellationToken);
        if (!await store.DeleteAsync(id, cancellationToken))
            return NotFound();
        await queue.WakeAsync(new WakeMessage(id, time.GetUtcNow()), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> RotateAsync(
        string id,
        SubscriptionRegistry subscriptions,
        CancellationToken cancellationToken
    ) =>
        await subscriptions.RotateAsync(id, cancellationToken) is var (subscription, secret)
            ? Show(subscription, secret)
            : NotFound();

    private static async Task<IResult> PauseAsync(
        string id,
        SubscriptionRegistry subscriptions,
        CancellationToken cancellationToken
    ) => Show(await subscriptions.PauseAsync(id, cancellationToken));

    private static async Task<IResult> ResumeAsync(
        string id,
        SubscriptionRegistry subscriptions,
        DeliveryStore deliveries,
        WebhookQueue queue,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        // First: another attempt that fails would disable it again, as after five days.
        await ForgetFailuresAsync(id, deliveries, cancellationToken);
        if (await subscriptions.ActivateAsync(id, cancellationToken) is not { } subscription)
            return NotFound();
        await queue.WakeAsync(new WakeMessage(id, time.GetUtcNow()), cancellationToken);
        return Show(subscription);
    }

    /// <summary>Forgets the failures of a subscription's target, and what it asked to wait.</summary>
    private static async Task ForgetFailuresAsync(
        string id,
        DeliveryStore deliveries,
        CancellationToken cancellationToken
    )
    {
        while (
            await deliveries.HealthAsync(id, cancellationToken) is { ETag: not null } health
            && await deliveries.TryWriteAsync(
                id,
                new TargetHealth { ETag = health.ETag, PacedTo = health.PacedTo },
                cancellationToken
            )
                is null
        )
            cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task<IResult> TestAsync(
        string id,
        SubscriptionStore store,
        WebhookQueue queue,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (await EnabledAsync(id, store, cancellationToken) is null)
            return NotFound();
        var data = new JsonObject { ["subscription"] = id, ["message"] = "This is a test." };
        var test = new Announcement(WebhookType.Test, 0, 0)
        {
            // Subscriptions share the body of a message, and this one names its own.
            Suffix = $"test-{id}-{time.GetUtcNow().ToUnixTimeMilliseconds()}",
            Only = id,
            Data = data.ToJsonString(),
        };
        await queue.AnnounceAsync([test], TimeSpan.Zero, cancellationToken);
        return Results.Json(
            new JsonObject { ["id"] = DeliveryStore.WebhookId(id, test.MessageId), ["key"] = test.RowKey },
            WebhookJson.Default.JsonObject,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    private static IResult Show(
        Subscription? subscription,
        string? secret = null,
        int status = StatusCodes.Status200OK
    ) =>
        subscription is null
            ? NotFound()
            : Results.Json(
                SubscriptionView.Of(subscription, secret),
                WebhookJson.Plain.SubscriptionView,
                statusCode: status
            );
}
