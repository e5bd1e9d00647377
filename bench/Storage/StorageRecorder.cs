using System.Collections.Concurrent;
using System.Net;
using Hookwork.SelfHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hookwork.Bench.Storage;

/// <summary>
/// A proxy between an app and Azurite that records every request. Signatures do not cover host and port, so the app
/// needs only another connection string.
/// </summary>
internal sealed class StorageRecorder : IAsyncDisposable
{
    private static readonly string[] Hops = ["Connection", "Host", "Keep-Alive", "Transfer-Encoding"];

    private readonly ConcurrentQueue<StorageOperation> _operations = new();
    private readonly HttpMessageInvoker _onwards = new(
        new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }
    );
    private readonly WebApplication _server;
    private readonly Uri[] _services;

    private StorageRecorder(Azurite azurite)
    {
        _services = [azurite.BlobUri, azurite.QueueUri, azurite.TableUri];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = null;
                foreach (var _ in _services)
                    kestrel.Listen(IPAddress.Loopback, 0);
            });
        _server = builder.Build();
        _server.Run(ForwardAsync);
    }

    /// <summary>The requests so far, in order of arrival.</summary>
    public IReadOnlyList<StorageOperation> Operations => [.. _operations.OrderBy(operation => operation.At)];

    /// <summary>The connection string of Azurite's default account through this recorder.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Azurite.DefaultAccount};AccountKey={Azurite.AccountKey};"
        + string.Concat(
            Enum.GetValues<StorageService>()
                .Zip(_server.Urls, (service, url) => $"{service}Endpoint={url}/{Azurite.DefaultAccount};")
        );

    /// <summary>Starts a recorder in front of an Azurite.</summary>
    public static async Task<StorageRecorder> StartAsync(Azurite azurite, CancellationToken cancellationToken)
    {
        var recorder = new StorageRecorder(azurite);
        await recorder._server.StartAsync(cancellationToken);
        return recorder;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _onwards.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var at = DateTimeOffset.UtcNow;
        var service = (StorageService)
            _server.Urls.Select(url => new Uri(url).Port).ToList().IndexOf(context.Connection.LocalPort);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        List<KeyValuePair<string, string>> headers =
        [
            .. context
                .Request.Headers.Where(header => !Hops.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                .Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())),
        ];
        var operation = new StorageOperation(service, context.Request.Method, target, headers, body.ToArray(), 0, at);

        using var request = OperationRequest.Of(operation, _services[(int)service]);
        using var response = await _onwards.SendAsync(request, context.RequestAborted);
        _operations.Enqueue(operation with { Status = (int)response.StatusCode });

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!Hops.Contains(name, StringComparer.OrdinalIgnoreCase))
                context.Response.Headers[name] = values.ToString();
        }
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
