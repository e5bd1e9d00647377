using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Bench.Start.Empty;

/// <summary>The only function of an app that does nothing.</summary>
public sealed class Web
{
    /// <summary>Answers every path with one word.</summary>
    [Function(nameof(Web))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        request.HttpContext.Response.WriteAsync("Hello.");
}
