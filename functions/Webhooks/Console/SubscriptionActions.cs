using System.Text.Json.Nodes;
using Hookwork.Catalog;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Input;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Webhooks.Console;

/// <summary>What the forms of the pages do.</summary>
internal static class SubscriptionActions
{
    /// <summary>Previews a new subscription, or creates it and shows its secret.</summary>
    public static async Task<IResult> CreateAsync(HttpContext context, KeyedApi api, QueryPreview preview)
    {
        var input = await context.Request.ReadFormAsync(context.RequestAborted);
        var form = SubscriptionForm.Read(input);
        try
        {
            if (input["do"] == "preview")
                return SubscriptionPages.ShowNew(
                    context,
                    form,
                    null,
                    await PreviewAsync(preview, form, context.RequestAborted)
                );
            return Secret(await SendAsync(context, api, HttpMethod.Post, "", form.ToJson()));
        }
        catch (InputException exception)
        {
            return SubscriptionPages.ShowNew(context, form, exception.Message, null);
        }
    }

    /// <summary>Changes a subscription, or what is to be sent to it.</summary>
    public static async Task<IResult> ChangeAsync(string id, HttpContext context, KeyedApi api, QueryPreview preview)
    {
        var input = await context.Request.ReadFormAsync(context.RequestAborted);
        SubscriptionForm? form = null;
        try
        {
            switch (input["do"].ToString())
            {
                case "preview":
                    form = SubscriptionForm.Read(input);
                    return await SubscriptionPages.ShowOneAsync(
                        id,
                        context,
                        api,
                        form,
                        null,
                        await PreviewAsync(preview, form, context.RequestAborted)
                    );
                case "save":
                    form = SubscriptionForm.Read(input);
                    await SendAsync(context, api, HttpMethod.Patch, $"/{id}", form.ToJson());
                    break;
                case "rotate-secret":
                    return Secret(await SendAsync(context, api, HttpMethod.Post, $"/{id}/rotate-secret"));
                case "pause" or "resume" or "test":
                    await SendAsync(context, api, HttpMethod.Post, $"/{id}/{input["do"]}");
                    break;
                case "replay":
                    var step = new JsonObject
                    {
                        ["since"] = input["since"].ToString(),
                        ["failedOnly"] = input["failedOnly"] == "true",
                    };
                    await SendAsync(context, api, HttpMethod.Post, $"/{id}/replay", step);
                    break;
                case "replay-one":
                    var key = Uri.EscapeDataString(input["key"].ToString());
                    await SendAsync(context, api, HttpMethod.Post, $"/{id}/deliveries/{key}/replay");
                    break;
                case "delete" when input["sure"] == "true":
                    await SendAsync(context, api, HttpMethod.Delete, $"/{id}");
                    return Results.Redirect(ConsoleEndpoints.Root);
                default:
                    throw new InputException("Choose one of the page's buttons.");
            }
            return Results.Redirect($"{ConsoleEndpoints.Root}{id}/");
        }
        catch (InputException exception)
        {
            return await SubscriptionPages.ShowOneAsync(
                id,
                context,
                api,
                form,
                exception.Message,
                null,
                input["since"].ToString()
            );
        }
    }

    /// <summary>Asks the API with the session's key.</summary>
    /// <exception cref="InputException">The API refuses the request.</exception>
    private static async Task<KeyedAnswer> SendAsync(
        HttpContext context,
        KeyedApi api,
        HttpMethod method,
        string path,
        JsonObject? body = null
    )
    {
        var answer = await SubscriptionPages.SendAsync(context, api, method, path, body);
        return answer.IsSuccess ? answer : throw new InputException(answer.Problem);
    }

    private static IResult Secret(KeyedAnswer answer)
    {
        var made = answer.As(WebhookJson.Default.SubscriptionView);
        return SubscriptionPages.Show<SecretPage>(new SecretPage.Shown(made.Id, made.Secret!));
    }

    private static async Task<QueryPreview.Matches> PreviewAsync(
        QueryPreview preview,
        SubscriptionForm form,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await preview.OfAsync(form, cancellationToken);
        }
        catch (Exception exception) when (exception is QueryException or CatalogNotReadyException or SlowQueryException)
        {
            throw new InputException(exception.Message);
        }
    }
}
