using System.Diagnostics;
using System.Globalization;
using System.Net;
using Grpc.Core;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Start.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Bench.Start;

/// <summary>
/// The part of the Functions host that a worker sees: it starts the published app as its worker, has it load its
/// functions over gRPC, and forwards a request to it.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private const int MaxMessageLength = int.MaxValue;

    /// <summary>The longest time to wait for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // As the host tries to reach a worker.
    private const int MostAttempts = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly WebApplication _server;
    private readonly Conversations _conversations = new();

    private FunctionsHost()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
            );
        builder.Services.AddRouting();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(_conversations);
        _server = builder.Build();
        _server.UseRouting();
        _server.MapGrpcService<Conversations>();
    }

    /// <summary>Starts listening for workers.</summary>
    public static async Task<FunctionsHost> StartAsync(CancellationToken cancellationToken)
    {
        var host = new FunctionsHost();
        await host._server.StartAsync(cancellationToken);
        return host;
    }

    /// <summary>Starts a worker, sends it one request, and ends it.</summary>
    /// <param name="path">Path and query of the request.</param>
    /// <param name="storage">A connection string.</param>
    /// <param name="upstream">The root of a Patchwork server.</param>
    public async Task<FirstAnswer> AskAsync(
        PublishedApp app,
        string path,
        string storage,
        Uri upstream,
        CancellationToken cancellationToken
    )
    {
        var catalogs = Directory.CreateTempSubdirectory("hookwork-bench-");
        try
        {
            return await AskAsync(
                app,
                path,
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork__Url"] = upstream.ToString(),
                    ["Patchwork__Projects"] = Tracker.ProjectName,
                    ["Hookwork__CatalogFolder"] = catalogs.FullName,
                },
                cancellationToken
            );
        }
        finally
        {
            catalogs.Delete(recursive: true);
        }
    }

    private async Task<FirstAnswer> AskAsync(
        PublishedApp app,
        string path,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var id = Guid.NewGuid().ToString();
        var conversation = _conversations.Expect(id, app.Folder);
        // As the host has it: a connection to the worker is opened for the first request.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var start = StartInfo(app, id, settings);
        var (started, watch) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        using var worker = Process.Start(start)!;
        var output = Task.WhenAll(
            worker.StandardOutput.ReadToEndAsync(CancellationToken.None),
            worker.StandardError.ReadToEndAsync(CancellationToken.None)
        );
        try
        {
            var ready = await Task.WhenAny(conversation.Ready, worker.WaitForExitAsync(patience.Token));
            if (ready != conversation.Ready)
                throw new InvalidOperationException(
                    $"{app.Assembly} ended before its functions were loaded: {string.Concat(await output)}"
                );
            var url = await conversation.Ready;

            var invocation = Guid.NewGuid().ToString();
            var invoked = conversation.InvokeAsync("Web", invocation);
            using var answer = await ForwardAsync(client, new Uri(url, path), invocation, patience.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(patience.Token);
            var (time, ended) = (watch.Elapsed, DateTimeOffset.UtcNow);
            worker.Refresh();
            var first = new FirstAnswer(started, ended, time, worker.TotalProcessorTime);
            await invoked;
            return answer.IsSuccessStatusCode
                ? first
                : throw new InvalidOperationException(
                    $"{app.Assembly} answered {path} with {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}"
                );
        }
        finally
        {
            if (!worker.HasExited)
                worker.Kill(entireProcessTree: true);
            await output;
            await worker.WaitForExitAsync(CancellationToken.None);
            _conversations.End(id);
        }
    }

    /// <summary>Sends the request. A worker may not listen yet when its functions are loaded.</summary>
    private static async Task<HttpResponseMessage> ForwardAsync(
        HttpClient client,
        Uri url,
        string invocation,
        CancellationToken cancellationToken
    )
    {
        for (var (attempt, pause) = (1, FirstPause); ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Add("x-ms-invocation-id", invocation);
            request.Headers.Add("Accept", "text/html");
            try
            {
                return await client.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException) when (attempt < MostAttempts)
            {
                await Task.Delay(pause, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ProcessStartInfo StartInfo(PublishedApp app, string id, IReadOnlyDictionary<string, string> settings)
    {
        var length = MaxMessageLength.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(app.Folder, app.Assembly + ".dll"),
                "--functions-uri",
                _server.Urls.Single(),
                "--functions-worker-id",
                id,
                "--functions-request-id",
                id,
                "--functions-grpc-max-message-length",
                length,
            ]
        )
        {
            WorkingDirectory = app.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SelfHostProcess.RemoveSettings(start);
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }
}
