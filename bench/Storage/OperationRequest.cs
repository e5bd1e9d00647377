namespace Hookwork.Bench.Storage;

/// <summary>Converts operations to HTTP requests.</summary>
internal static class OperationRequest
{
    /// <summary>A request with the operation's method, target, headers and body.</summary>
    /// <param name="service">Any URL of the service; only host and port are used.</param>
    public static HttpRequestMessage Of(StorageOperation operation, Uri service)
    {
        // Uri's resolution of relative references would change the target, which must stay as it was signed.
        var address = new Uri(
            $"{service.Scheme}://{service.Authority}{operation.Target}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), address);
        if (operation.Body.Length > 0 || operation.Method is "PUT" or "POST" or "PATCH" or "MERGE")
            request.Content = new ByteArrayContent(operation.Body);
        foreach (var (name, value) in operation.Headers)
        {
            if (
                !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                && !request.Headers.TryAddWithoutValidation(name, value)
            )
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }
}
