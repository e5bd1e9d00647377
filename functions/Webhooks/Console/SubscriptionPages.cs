using System.Text.Json.Nodes;
using Hookwork.Pages;
using Hookwork.Webhooks.Delivery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Webhooks.Console;

/// <summary>The pages of subscriptions and their deliveries.</summary>
internal static class SubscriptionPages
{
    /// <summary>Every subscription.</summary>
    public static async Task<IResult> AllAsync(HttpContext context, KeyedApi api)
    {
        var answer = await SendAsync(context, api, HttpMethod.Get, "");
        return Show<SubscriptionsPage>(
            new SubscriptionsPage.Shown(
                answer.As(WebhookJson.Default.IReadOnlyListSubscriptionView),
                Session(context).Token
            )
        );
    }

    /// <summary>The form of a new subscription.</summary>
    public static IResult New(HttpContext context) => ShowNew(context, new SubscriptionForm(), null, null);

    /// <summary>The form of a new subscription, as it was typed.</summary>
    public static IResult ShowNew(
        HttpContext context,
        SubscriptionForm form,
        string? problem,
        QueryPreview.Matches? preview
    ) =>
        Show<NewSubscriptionPage>(
            new NewSubscriptionPage.Shown(form, Session(context).Token, problem, preview),
            problem
        );

    /// <summary>A subscription and its deliveries.</summary>
    public static Task<IResult> OneAsync(string id, HttpContext context, KeyedApi api) =>
        ShowOneAsync(id, context, api, null, null, null);

    /// <summary>A subscription and its deliveries, with settings as they were typed.</summary>
    /// <param name="since">Since when to replay, as it was typed.</param>
    public static async Task<IResult> ShowOneAsync(
        string id,
        HttpContext context,
        KeyedApi api,
        SubscriptionForm? form,
        string? problem,
        QueryPreview.Matches? preview,
        string since = ""
    )
    {
        var found = await SendAsync(context, api, HttpMethod.Get, $"/{id}");
        if (!found.IsSuccess)
            return NoPage.Answer;
        var state = context.Request.Query["state"].ToString();
        // One more tells whether there are older ones.
        var asked = QueryString.Create("limit", $"{ConsoleEndpoints.DeliveriesShown + 1}");
        foreach (var name in new[] { "state", "after" })
        {
            if (context.Request.Query[name].ToString() is { Length: > 0 } value)
                asked = asked.Add(name, value);
        }
        var listed = await SendAsync(context, api, HttpMethod.Get, $"/{id}/deliveries{asked}");
        IReadOnlyList<DeliveryView> deliveries = listed.IsSuccess
            ? listed.As(WebhookJson.Default.IReadOnlyListDeliveryView)
            : [];
        var subscription = found.As(WebhookJson.Default.SubscriptionView);
        var store = context.RequestServices.GetRequiredService<DeliveryStore>();
        return Show<SubscriptionPage>(
            new SubscriptionPage.Shown(
                subscription,
                [.. deliveries.Take(ConsoleEndpoints.DeliveriesShown)],
                Session(context).Token
            )
            {
                Form = form ?? SubscriptionForm.Of(subscription),
                Health = await store.HealthAsync(subscription.Id, context.RequestAborted),
                HasOlder = deliveries.Count > ConsoleEndpoints.DeliveriesShown,
                State = state.Length == 0 ? null : state,
                Since = since,
                Problem = problem ?? (listed.IsSuccess ? null : listed.Problem),
                Preview = preview,
            },
            problem
        );
    }

    /// <summary>A page that only this visitor may see.</summary>
    public static IResult Show<T>(object model, string? problem = null)
        where T : IComponent =>
        new Page<T>(model)
        {
            IsPrivate = true,
            Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    /// <summary>Asks the API with the session's key.</summary>
    /// <exception cref="KeyRefusedException">The key is refused.</exception>
    public static async Task<KeyedAnswer> SendAsync(
        HttpContext context,
        KeyedApi api,
        HttpMethod method,
        string path,
        JsonObject? body = null
    ) =>
        await api.SendAsync(context, Session(context).Key, method, path, body) is { IsRefused: false } answer
            ? answer
            : throw new KeyRefusedException();

    private static ConsoleSession Session(HttpContext context) => context.Features.Get<ConsoleSession>()!;
}
