using Hookwork.Recorded.Http;
using Hookwork.Recorded.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hookwork.Recorded;

/// <summary>
/// A Patchwork server based on a recording: its REST API in all versions, its mboxes and writes (kept in memory), at
/// any moment of the recording and with any faults. It serves HTTP on the loopback interface.
/// </summary>
public sealed class RecordedPatchwork : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Site _site;
    private readonly TimeProvider _time;
    private readonly int _largestPage;

    private RecordedPatchwork(RecordedPatchworkOptions options)
    {
        var ledger = new Ledger(Recording.Repeated(options.Copies)) { Visible = options.VisibleEvents };
        _time = options.TimeProvider;
        _largestPage = options.LargestPage;
        var clock = new ServerTime(_time, options.TimeZone);
        _site = new Site(ledger, clock, ApiVersion.NewestOf(options.HasSeriesDependencies ? 4 : 3));
        Time = new TimeTravel(ledger);
        Administration = new Administration(ledger, clock);
        Faults = new Faults(ledger, clock, options.Seed);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(System.Net.IPAddress.Loopback, options.Port);
            });
        _server = builder.Build();
        _server.Run(HandleAsync);
    }

    /// <summary>The base URL, such as <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Url => new(_server.Urls.First());

    /// <summary>The active faults; can be changed at any time.</summary>
    public Faults Faults { get; }

    /// <summary>The visible moment of the recording; can be changed at any time.</summary>
    public TimeTravel Time { get; }

    /// <summary>Changes that raise no events.</summary>
    public Administration Administration { get; }

    /// <summary>The requests received.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="options">The options; by default a free port and all events visible.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<RecordedPatchwork> StartAsync(
        RecordedPatchworkOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var patchwork = new RecordedPatchwork(options ?? new RecordedPatchworkOptions());
        await patchwork._server.StartAsync(cancellationToken);
        return patchwork;
    }

    /// <summary>Starts a server that shows so many of the oldest events.</summary>
    public static Task<RecordedPatchwork> StartAsync(
        int visibleEvents,
        CancellationToken cancellationToken = default
    ) => StartAsync(new RecordedPatchworkOptions { VisibleEvents = visibleEvents }, cancellationToken);

    /// <summary>Stops the server and aborts running requests.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var at = _time.GetUtcNow();
        Requests.Begin();
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var status = 0;
        try
        {
            status = await AnswerAsync(context, target, Faults.Plan(target));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller disconnected, or the server is being disposed.
        }
        finally
        {
            Requests.End(new LoggedRequest(context.Request.Method, target, status, at));
        }
    }

    private async Task<int> AnswerAsync(HttpContext context, string target, FaultPlan faults)
    {
        var cancellationToken = context.RequestAborted;
        if (faults.Latency > TimeSpan.Zero)
            await Task.Delay(faults.Latency, _time, cancellationToken);
        if (faults.Ending == Ending.Hanging)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        if (faults.Ending == Ending.Dropped)
        {
            context.Abort();
            return 0;
        }

        var call = await ReadAsync(context.Request, target, cancellationToken);
        var answer = faults.Instead(call, _time.GetUtcNow()) ?? faults.Change(_site.Answer(call));
        return await Sender.SendAsync(context, answer, isCut: faults.Ending == Ending.Cut);
    }

    private async Task<Call> ReadAsync(HttpRequest request, string target, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var form = request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : null;
        if (form is null)
            await request.Body.CopyToAsync(body, cancellationToken);
        var at = target.IndexOf('?');
        return new Call(
            request.Method,
            at < 0 ? target : target[..at],
            new Query(at < 0 ? "" : target[at..]),
            request.Scheme + "://" + request.Host.Value
        )
        {
            Accept = request.Headers.Accept,
            Authorization = request.Headers.Authorization,
            ContentType = request.ContentType,
            Body = body.ToArray(),
            LargestPage = _largestPage,
            Form = form?.ToDictionary(field => field.Key, field => (string[])[.. field.Value.OfType<string>()]),
        };
    }
}
