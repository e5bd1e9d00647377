using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Bench.Webhooks;

/// <summary>A target that answers at once, or one that never answers.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly bool _hangs;
    private readonly ConcurrentQueue<int> _sizes = new();
    private int _count;
    private (int Count, TaskCompletionSource Reached)? _wanted;

    private Sink(bool hangs)
    {
        _hangs = hangs;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(TakeAsync);
    }

    public string Url => $"{_server.Urls.First()}/hook";

    /// <summary>How many requests it has received.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The sizes of their bodies, in bytes.</summary>
    public IReadOnlyList<int> Sizes => [.. _sizes];

    public static async Task<Sink> StartAsync(bool hangs, CancellationToken cancellationToken)
    {
        var sink = new Sink(hangs);
        await sink._server.StartAsync(cancellationToken);
        return sink;
    }

    /// <summary>Completes once this many requests have been received.</summary>
    public Task WhenAsync(int count)
    {
        var wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _wanted = (count, wanted);
        if (Count >= count)
            wanted.TrySetResult();
        return wanted.Task;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var buffer = new byte[16 << 10];
        var size = 0;
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var length)
            size += length;
        _sizes.Enqueue(size);
        var count = Interlocked.Increment(ref _count);
        if (_wanted is { } wanted && count >= wanted.Count)
            wanted.Reached.TrySetResult();
        if (_hangs)
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
