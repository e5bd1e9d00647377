using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Hosting;

/// <summary>The operators' endpoints, behind a function key.</summary>
/// <remarks>
/// The runtime tries routes in the alphabetical order of the functions' names and takes the first that fits, so these
/// names come before <see cref="Web"/>, whose route fits every path.
/// </remarks>
public sealed class Operations(EndpointPipeline pipeline)
{
    /// <summary>Backfill and reconciliation.</summary>
    [Function(nameof(Operations))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Function, Route = "ops/{*path}")] HttpRequest request) =>
        pipeline.HandleKeyedAsync(request);

    /// <summary>Subscriptions and their deliveries.</summary>
    [Function("Subscriptions")]
    public Task RunSubscriptionsAsync(
        [HttpTrigger(AuthorizationLevel.Function, Route = "webhooks/subscriptions/{*path}")] HttpRequest request
    ) => pipeline.HandleKeyedAsync(request);
}
