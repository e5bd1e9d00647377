using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Webhooks.Receiving;

/// <summary>Receives events from senders that know the secret, such as another Hookwork.</summary>
public sealed class ReceiveEvents(PushedEvents pushed)
{
    [Function(nameof(ReceiveEvents))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/patchwork")] HttpRequest request,
        CancellationToken cancellationToken
    ) => pushed.TakeAsync(request, cancellationToken);
}
