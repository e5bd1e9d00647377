using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Webhooks;

/// <summary>A receiver of webhooks: a real server with configurable answers that records requests.</summary>
internal sealed class Target : IAsyncDisposable
{
    private readonly WebApplication _server;

    private Target(WebApplication server) => _server = server;

    /// <summary>The answer; 204 by default.</summary>
    public Func<HttpContext, Task> Answer { get; set; } =
        context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };

    public ConcurrentQueue<Received> Received { get; } = new();

    /// <summary>The number of requests in progress.</summary>
    public int UnderWay;

    /// <summary>The largest number of concurrent requests.</summary>
    public int MostAtOnce;

    public string Origin => _server.Urls.First();

    public string Url => $"{Origin}/hook";

    public int Port => new Uri(Url).Port;

    /// <summary>The distinct ids of the messages, without the subscription's part.</summary>
    public IReadOnlyList<string> Messages =>
        [.. Received.Select(item => item.MessageId).Distinct(StringComparer.Ordinal)];

    public static async Task<Target> StartAsync(
        Func<HttpContext, Task>? answer = null,
        Action<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>? configure = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (configure is null)
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        else
            builder.WebHost.ConfigureKestrel(configure);
        var target = new Target(builder.Build());
        if (answer is not null)
            target.Answer = answer;
        target._server.Run(target.TakeAsync);
        await target._server.StartAsync();
        return target;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var now = Interlocked.Increment(ref UnderWay);
        for (var most = Volatile.Read(ref MostAtOnce); now > most; most = Volatile.Read(ref MostAtOnce))
            Interlocked.CompareExchange(ref MostAtOnce, now, most);
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            Received.Enqueue(
                new Received(
                    context.Request.Headers.ToDictionary(
                        header => header.Key.ToLowerInvariant(),
                        header => header.Value.ToString()
                    ),
                    body,
                    DateTimeOffset.UtcNow
                )
                {
                    Method = context.Request.Method,
                    Target = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                }
            );
            await Answer(context);
        }
        finally
        {
            Interlocked.Decrement(ref UnderWay);
        }
    }
}
