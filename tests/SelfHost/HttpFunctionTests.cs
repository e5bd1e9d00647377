using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hookwork.Input;
using Hookwork.SelfHost;
using Hookwork.Telemetry;
using Hookwork.Tests.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.SelfHost;

public sealed class HttpFunctionTests
{
    [Theory]
    [InlineData("GET", "/", "web /")]
    [InlineData("GET", "/project/qemu/patch/1%40x/mbox/", "web /project/qemu/patch/1@x/mbox/")]
    [InlineData("DELETE", "/anything", "web /anything")]
    [InlineData("POST", "/hooks/patchwork", "receive")]
    [InlineData("POST", "/HOOKS/Patchwork/", "receive")]
    [InlineData("GET", "/hooks/patchwork", "web /hooks/patchwork")]
    [InlineData("GET", "/ops/pause", "operations pause")]
    [InlineData("GET", "/things/7/parts/wheel", "part wheel")]
    [InlineData("GET", "/things/seven/parts/wheel", "web /things/seven/parts/wheel")]
    public async Task Sends_a_request_to_the_first_function_by_name_that_takes_it(
        string method,
        string path,
        string expected
    )
    {
        await using var app = await SelfHostApp.StartAsync(await OptionsAsync(typeof(Routes)));
        using var client = new HttpClient { BaseAddress = app.Url };

        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/ops/pause", "everything")]
    [InlineData("/early/path", "early")]
    public async Task Prefers_an_earlier_name_to_a_more_specific_route(string path, string expected)
    {
        await using var app = await SelfHostApp.StartAsync(await OptionsAsync(typeof(Shadowed)));
        using var client = new HttpClient { BaseAddress = app.Url };

        Assert.Equal(expected, await client.GetStringAsync(path));
    }

    [Theory]
    [InlineData("/admin/host/status")]
    [InlineData("/Admin")]
    [InlineData("/runtime/webhooks/x")]
    public async Task Leaves_the_paths_of_the_host_alone(string path)
    {
        await using var app = await SelfHostApp.StartAsync(await OptionsAsync(typeof(Routes)));
        using var client = new HttpClient { BaseAddress = app.Url };

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Answers_404_to_a_method_and_a_path_that_no_function_takes()
    {
        await using var app = await SelfHostApp.StartAsync(await OptionsAsync(typeof(Results)));
        using var client = new HttpClient { BaseAddress = app.Url };

        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/result", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/nowhere")).StatusCode);
    }

    [Fact]
    public async Task Puts_the_route_prefix_before_every_route()
    {
        var options = await OptionsAsync(typeof(Results));
        await using var app = await SelfHostApp.StartAsync(
            options.With(("AzureFunctionsJobHost__extensions__http__routePrefix", "api/v2"))
        );
        using var client = new HttpClient { BaseAddress = app.Url };

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/result")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await client.GetAsync("/api/v2/result")).StatusCode);
    }

    [Fact]
    public async Task Sends_what_a_function_returns()
    {
        await using var app = await SelfHostApp.StartAsync(await OptionsAsync(typeof(Results)));
        using var client = new HttpClient { BaseAddress = app.Url };

        Assert.Equal(HttpStatusCode.Accepted, (await client.GetAsync("/result")).StatusCode);
        Assert.Equal("by hand", await client.GetStringAsync("/nothing"));
        Assert.Equal("now", await client.GetStringAsync("/now"));
        using var failed = await client.GetAsync("/failure");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal("", await failed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_a_fault_of_the_caller()
    {
        var lines = new LogLines();
        await using var app = await SelfHostApp.StartAsync((await OptionsAsync(typeof(Reads))).LoggingTo(lines));
        using var client = new TcpClient();
        await client.ConnectAsync(app.Url!.Host, app.Url.Port);
        await using var stream = client.GetStream();
        using var answer = new StreamReader(stream);

        await stream.WriteAsync(
            "POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno\r\n"u8.ToArray()
        );

        Assert.Equal("HTTP/1.1 400 Bad Request", (await answer.ReadToEndAsync()).Split("\r\n")[0]);
        Assert.Equal(0, lines.Count(LogLevel.Error, "") + lines.Count(LogLevel.Warning, ""));
    }

    [Fact]
    public async Task A_request_begins_a_trace_that_is_sampled()
    {
        using var spans = new Spans();
        var options = (await OptionsAsync(typeof(Traced))).LoggingTo(new LogLines());
        await using var app = await SelfHostApp.StartAsync(options);
        using var client = new HttpClient { BaseAddress = app.Url };

        var traceparent = await client.GetStringAsync("/traced");

        Assert.Equal(default, spans.Of(traceparent).ParentSpanId);
    }

    [Fact]
    public async Task Cancels_the_token_of_a_caller_who_has_gone()
    {
        var probe = new Probe { Behaviour = call => Task.Delay(Timeout.Infinite, call.Token) };
        await using var app = await SelfHostApp.StartAsync(
            TestApp.Options(await TestAzurite.NewAccountAsync(), probe, typeof(Waits))
        );
        using var client = new HttpClient { BaseAddress = app.Url };
        using var gone = new CancellationTokenSource();

        var request = client.GetAsync("/wait", gone.Token);
        await Eventually.TrueAsync(() => probe.Running == 1);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Eventually.TrueAsync(() => probe.Running == 0);
    }

    [Fact]
    public async Task Lets_in_only_callers_with_the_key_where_one_is_set()
    {
        var options = await OptionsAsync(typeof(Routes));
        await using var app = await SelfHostApp.StartAsync(options.With(("Hookwork__FunctionKey", "s3cret/+=")));
        using var client = new HttpClient { BaseAddress = app.Url };

        Assert.True(app.ChecksKeys);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/ops/pause")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/ops/pause?code=s3cret")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ops/pause?code=s3cret%2F%2B%3D")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/open")).StatusCode);
        client.DefaultRequestHeaders.Add("x-functions-key", "s3cret/+=");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/ops/pause")).StatusCode);
    }

    [Theory]
    [InlineData("localhost:1234", "X-Other", HttpStatusCode.OK)]
    [InlineData("[::1]:1234", "X-Other", HttpStatusCode.OK)]
    [InlineData("192.0.2.1", "X-Other", HttpStatusCode.OK)]
    [InlineData("evil.example.org", "X-Other", HttpStatusCode.Unauthorized)]
    [InlineData("localhost:1234", "X-Forwarded-For", HttpStatusCode.Unauthorized)]
    [InlineData("localhost:1234", "Forwarded", HttpStatusCode.Unauthorized)]
    public async Task Without_a_key_only_this_machine_is_let_in(string host, string header, HttpStatusCode expected)
    {
        await using var app = await SelfHostApp.StartAsync(await OptionsAsync(typeof(Routes)));
        using var client = new HttpClient { BaseAddress = app.Url };
        client.DefaultRequestHeaders.Host = host;
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, "for=192.0.2.7");

        Assert.Equal(expected, (await client.GetAsync("/ops/pause")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/open")).StatusCode);
    }

    [Fact]
    public async Task Says_that_a_function_is_made_in_a_way_it_does_not_run()
    {
        var parameter = await Assert.ThrowsAsync<SelfHostException>(async () =>
            await SelfHostApp.StartAsync(await OptionsAsync(typeof(Unfit)))
        );
        Assert.Contains("has a parameter System.Action other", parameter.Message, StringComparison.Ordinal);

        var twice = await Assert.ThrowsAsync<SelfHostException>(async () =>
            await SelfHostApp.StartAsync(await OptionsAsync(typeof(Routes), typeof(Routes)))
        );
        Assert.Contains("Two functions are named", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_port_is_taken()
    {
        var options = await OptionsAsync(typeof(Routes));
        await using var app = await SelfHostApp.StartAsync(options);
        var port = app.Url!.Port;

        var exception = await Assert.ThrowsAsync<SettingsException>(() =>
            SelfHostApp.StartAsync(options with { Port = port })
        );

        Assert.Contains($"Port {port} is taken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_system_refuses_the_port()
    {
        var options = await OptionsAsync(typeof(Routes));

        var exception = await Assert.ThrowsAsync<SettingsException>(() =>
            SelfHostApp.StartAsync(
                options with
                {
                    Port = 80,
                    ConfigureServices = services => services.AddSingleton<IServer, RefusedServer>(),
                }
            )
        );

        Assert.StartsWith("Port 80 is refused by the system (", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<SelfHostOptions> OptionsAsync(params Type[] functions) =>
        TestApp.Options(await TestAzurite.ConnectionStringAsync(), new Probe(), functions);

    /// <summary>A server whose port the system refuses. Linux refuses root none.</summary>
    private sealed class RefusedServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.FromException(new SocketException((int)SocketError.AccessDenied));

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() { }
    }

    public sealed class Routes
    {
        [Function("Web")]
        public static IResult Web([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
            Microsoft.AspNetCore.Http.Results.Text($"web {request.Path}");

        [Function("Operations")]
        public static IResult Operations(
            [HttpTrigger(AuthorizationLevel.Function, Route = "ops/{*path}")] HttpRequest request
        ) => Microsoft.AspNetCore.Http.Results.Text($"operations {request.RouteValues["path"]}");

        [Function("ReceiveEvents")]
        public static Task<IResult> ReceiveAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/patchwork")] HttpRequest request
        ) => Task.FromResult(Microsoft.AspNetCore.Http.Results.Text("receive"));

        [Function("Part")]
        public static Task<IResult> PartAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id:int}/parts/{name}")]
                HttpRequest request
        ) => Task.FromResult(Microsoft.AspNetCore.Http.Results.Text($"part {request.RouteValues["name"]}"));
    }

    public sealed class Reads
    {
        [Function("read")]
        public static async Task<IResult> ReadAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request
        )
        {
            using var body = new StreamReader(request.Body);
            return Microsoft.AspNetCore.Http.Results.Text(await body.ReadToEndAsync());
        }
    }

    public sealed class Traced
    {
        [Function("traced")]
        public static IResult Answer([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            using var span = HookworkTraces.Start("traced", ActivityKind.Server, request.Headers.TraceParent);
            return Microsoft.AspNetCore.Http.Results.Text(HookworkTraces.Traceparent);
        }
    }

    public sealed class Shadowed
    {
        [Function("operations")]
        public static IResult Operations(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "ops/{*path}")] HttpRequest request
        ) => Microsoft.AspNetCore.Http.Results.Text("operations");

        [Function("Everything")]
        public static IResult Everything(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request
        ) => Microsoft.AspNetCore.Http.Results.Text("everything");

        [Function("early")]
        public static IResult Early(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "early/{*path}")] HttpRequest request
        ) => Microsoft.AspNetCore.Http.Results.Text("early");
    }

    public sealed class Results
    {
        [Function("result")]
        public async Task<IResult> ResultAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            await Task.Yield();
            return Microsoft.AspNetCore.Http.Results.Accepted();
        }

        [Function("nothing")]
        public Task NothingAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("by hand");

        [Function("now")]
        public IResult Now([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Microsoft.AspNetCore.Http.Results.Text("now");

        [Function("failure")]
        public Task<IResult> FailAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            throw new InvalidOperationException("this stays here");
    }

    public sealed class Waits(Probe probe)
    {
        [Function("wait")]
        public Task WaitAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request,
            CancellationToken cancellationToken
        ) => probe.CallAsync("wait", null, cancellationToken);
    }

    public sealed class Unfit
    {
        [Function("unfit")]
        public void Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, Action other) { }
    }
}
