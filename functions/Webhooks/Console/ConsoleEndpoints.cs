using Hookwork.Input;
using Hookwork.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Console;

/// <summary>
/// The operators' pages. Everyone can ask for them, and they know nothing by themselves: see <see cref="KeyedApi"/>.
/// </summary>
public static partial class ConsoleEndpoints
{
    /// <summary>The address of the pages. Below it, only <c>subscriptions</c> is the API's.</summary>
    public const string Root = "/webhooks/";

    /// <summary>How many deliveries a page shows.</summary>
    public const int DeliveriesShown = 50;

    /// <summary>The largest form, in bytes.</summary>
    private const int LargestForm = 256 << 10;

    private const string One = Root + "{id:uuid}/";

    /// <summary>Maps the pages and their forms.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "sign-in", SignInAsync);
        var pages = routes.MapGroup("").AddEndpointFilter(AnswerFaultsAsync);
        pages.MapGet(Root, SubscriptionPages.AllAsync);
        pages.MapGet(Root + "new", (Func<HttpContext, IResult>)SubscriptionPages.New);
        pages.MapGet(One, SubscriptionPages.OneAsync);
        pages.MapPost(Root + "sign-out", (Func<HttpContext, IResult>)SignOut);
        pages.MapPost(Root + "new", SubscriptionActions.CreateAsync);
        pages.MapPost(One, SubscriptionActions.ChangeAsync);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, KeyedApi api, HookworkSettings settings)
    {
        try
        {
            if (SameSite.Refuses(context.Request, settings))
                throw new ConsoleException("The form was not sent from a page of this site.");
            var form = await ReadAsync(context.Request);
            if (ConsoleSession.With(form["key"].ToString().Trim()) is not { } session)
                throw new ConsoleException("This is not a function key.");
            var answer = await api.SendAsync(context, session.Key, HttpMethod.Get, "");
            if (answer.IsRefused)
                throw new ConsoleException("The key is wrong.");
            if (!answer.IsSuccess)
                throw new ConsoleException(answer.Problem);
            session.Begin(context.Response);
            return Results.Redirect(Root);
        }
        catch (ConsoleException exception)
        {
            return SignIn(exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return Unreachable(context, exception);
        }
    }

    private static IResult SignOut(HttpContext context)
    {
        ConsoleSession.End(context.Response);
        return Results.Redirect(Root);
    }

    /// <summary>
    /// Admits a visitor with a session and, for a change, with the token of its forms. Answers exceptions of the
    /// endpoint with pages.
    /// </summary>
    private static async ValueTask<object?> AnswerFaultsAsync(
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next
    )
    {
        var context = invocation.HttpContext;
        if (ConsoleSession.Of(context.Request) is not { } session)
            return SignIn(null);
        try
        {
            if (
                !HttpMethods.IsGet(context.Request.Method)
                && !session.Owns(
                    context.Request,
                    await ReadAsync(context.Request),
                    context.RequestServices.GetRequiredService<HookworkSettings>()
                )
            )
                return SignIn("The form is not of this session: nothing was changed. Open the page again.");
            context.Features.Set(session);
            return await next(invocation);
        }
        catch (KeyRefusedException)
        {
            ConsoleSession.End(context.Response);
            return SignIn("The key is not valid any more.");
        }
        catch (ConsoleException exception)
        {
            return SignIn(exception.Message);
        }
        catch (HttpRequestException exception)
        {
            return Unreachable(context, exception);
        }
    }

    private static async Task<IFormCollection> ReadAsync(HttpRequest request)
    {
        try
        {
            return await RequestBody.ReadFormAsync(request, LargestForm, request.HttpContext.RequestAborted)
                ?? throw new ConsoleException("The form is too large.");
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            throw new ConsoleException("The form cannot be read: send it from these pages.");
        }
    }

    private static Page<SignInPage> SignIn(string? problem) =>
        new(new SignInPage.Shown(problem))
        {
            IsPrivate = true,
            Status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden,
        };

    private static Page<SignInPage> Unreachable(HttpContext context, HttpRequestException exception)
    {
        Log.Unreachable(context.RequestServices.GetRequiredService<ILogger<KeyedApi>>(), exception.Message);
        return new(
            new SignInPage.Shown(
                "Hookwork does not answer at its own address, so the key cannot be checked. The log says why."
            )
        )
        {
            IsPrivate = true,
            Status = StatusCodes.Status502BadGateway,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The pages of webhooks cannot reach the subscriptions API at this app's own address: {Reason}"
        )]
        public static partial void Unreachable(ILogger logger, string reason);
    }
}
