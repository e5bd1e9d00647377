using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork;

/// <summary>What an operator does, behind a function key.</summary>
public sealed class Operations(EndpointPipeline pipeline)
{
    [Function(nameof(Operations))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Function, Route = "ops/{*path}")] HttpRequest request) => pipeline.HandleAsync(request);

    // A function has one route; this one is for subscriptions and their deliveries.
    [Function("Webhooks")]
    public Task RunWebhooksAsync([HttpTrigger(AuthorizationLevel.Function, Route = "webhooks/{*path}")] HttpRequest request) => pipeline.HandleAsync(request);
}
