using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork;

/// <summary>What anybody may read, and the API that checks its callers upstream.</summary>
public sealed class Web(EndpointPipeline pipeline)
{
    [Function(nameof(Web))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) => pipeline.HandleAsync(request);
}
