using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Hosting;

/// <summary>The public endpoints, and the API that checks its callers upstream.</summary>
/// <remarks>
/// Its route fits every path, so its name must be the last of the HTTP functions: see <see cref="Operations"/>.
/// </remarks>
public sealed class Web(EndpointPipeline pipeline)
{
    /// <summary>Every path that no other function matches.</summary>
    [Function(nameof(Web))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        pipeline.HandleAsync(request);
}
