using Hookwork.SelfHost.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Http;

/// <summary>Serves requests with an HTTP function.</summary>
internal sealed partial class HttpFunction
{
    private readonly TriggeredFunction _function;
    private readonly FunctionInvoker _invoker;
    private readonly HttpTriggerAttribute _trigger;
    private readonly FunctionKey _key;
    private readonly CancellationToken _aborting;
    private readonly ILogger _log;

    public HttpFunction(
        TriggeredFunction function,
        TimeSpan? timeout,
        FunctionKey key,
        CancellationToken aborting,
        ILogger log
    )
    {
        _function = function;
        _invoker = new FunctionInvoker(function, typeof(HttpRequest), timeout);
        _trigger = (HttpTriggerAttribute)function.Trigger;
        _key = key;
        _aborting = aborting;
        _log = log;
    }

    /// <summary>The function's name.</summary>
    public string Name => _function.Name;

    /// <summary>Adds the function's endpoint.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="prefix">The prefix of every route; may be empty.</param>
    /// <param name="order">Its rank: the first function that matches a request answers it.</param>
    public void Map(IEndpointRouteBuilder endpoints, string prefix, int order)
    {
        var route = $"{prefix}/{(_trigger.Route ?? _function.Name).TrimStart('/')}";
        var endpoint = _trigger.Methods is { Length: > 0 } methods
            ? endpoints.MapMethods(route, methods.Select(method => method.ToUpperInvariant()), AnswerAsync)
            : endpoints.Map(route, AnswerAsync);
        endpoint.WithDisplayName(_function.Name).WithOrder(order).WithMetadata(_function);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!_key.Admits(context.Request, _trigger.AuthLevel))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var running = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _aborting);
        try
        {
            if (await _invoker.InvokeAsync(context.RequestServices, context.Request, running.Token) is IResult result)
                await result.ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // Neither this request can be read nor what follows on its connection.
            Fail(context.Response, exception.StatusCode);
            context.Response.Headers.Connection = "close";
        }
        catch (Exception exception)
        {
            Log.Failed(_log, _function.Name, exception);
            if (context.Response.HasStarted)
                context.Abort();
            else
                Fail(context.Response, StatusCodes.Status500InternalServerError);
        }
    }

    private static void Fail(HttpResponse response, int status)
    {
        response.Clear();
        response.StatusCode = status;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Function} failed to answer a request.")]
        public static partial void Failed(ILogger logger, string function, Exception exception);
    }
}
