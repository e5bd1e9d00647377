namespace Hookwork.Tests.Ingest;

/// <summary>Lets time pass with each request to the server.</summary>
internal sealed class SlowHandler(Action pass) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        pass();
        return base.SendAsync(request, cancellationToken);
    }
}
