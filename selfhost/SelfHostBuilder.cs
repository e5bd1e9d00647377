using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.Archive;
using Hookwork.Input;
using Hookwork.SelfHost.Configuration;
using Hookwork.SelfHost.Functions;
using Hookwork.SelfHost.Http;
using Hookwork.SelfHost.Queues;
using Hookwork.SelfHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Hookwork.SelfHost;

/// <summary>Builds a <see cref="SelfHostApp"/>.</summary>
internal sealed class SelfHostBuilder
{
    // The request size limit of Azure Functions.
    private const long LargestRequest = 104_857_600;
    private const long LargestPage = 1 << 20;

    private readonly SelfHostOptions _options;
    private readonly ConfigurationManager _configuration;
    private readonly HostJson _hostJson;
    private readonly IReadOnlyList<TriggeredFunction> _all;
    private readonly IReadOnlyList<TriggeredFunction> _functions;
    private readonly FunctionKey _key;
    private readonly QueueSignals _signals = new();
    private readonly CancellationTokenSource _abort = new();

    public SelfHostBuilder(SelfHostOptions options)
    {
        _options = options;
        _configuration = AppSettings.Load(options);
        _hostJson = HostJson.Load(_configuration);
        _all = TriggeredFunction.Find(options.FunctionClasses);
        _functions = Chosen(_all, options.Only);
        _key = new FunctionKey(_configuration[FunctionKey.Setting]);
    }

    /// <summary>The groups of the functions that these options choose.</summary>
    public static IReadOnlyList<string> GroupsOf(SelfHostOptions options) =>
        [
            .. Chosen(TriggeredFunction.Find(options.FunctionClasses), options.Only)
                .Select(function => function.Group)
                .Distinct(),
        ];

    public async Task<SelfHostApp> StartAsync(CancellationToken cancellationToken)
    {
        // Settings are validated before anything is started.
        var schedules = OfKind(TriggerKind.Timer)
            .ToDictionary(function => function, function => TimerTrigger.ScheduleOf(function, _configuration));
        _ = Storage(AppSettings.Storage).Blobs;
        var surroundings = await Surroundings.StartAsync(_options, _configuration, cancellationToken);
        WebApplication? host = null;
        try
        {
            host = Build();
            var blobs = Storage(AppSettings.Storage).Blobs;
            List<ITrigger> triggers =
            [
                .. schedules.Select(timer => Timer(timer.Key, timer.Value, blobs, host)),
                .. OfKind(TriggerKind.Queue).Select(function => Queue(function, host)),
            ];
            var app = new SelfHostApp(_options, surroundings, host, [.. StartupTimers(blobs)], _abort)
            {
                ChecksKeys = _key.IsSet,
            };
            await app.StartAsync(triggers, cancellationToken);
            return app;
        }
        catch (Exception exception)
        {
            if (host is not null)
                await host.DisposeAsync();
            await surroundings.DisposeAsync();
            if (PortComplaint(exception) is { } complaint)
                throw new SettingsException(complaint);
            throw;
        }
    }

    /// <summary>What is wrong with the port; <see langword="null"/> if something else is wrong.</summary>
    private string? PortComplaint(Exception exception) =>
        exception switch
        {
            IOException { InnerException: AddressInUseException } =>
                $"Port {_options.Port} is taken: stop the process that listens there, or give another one with --port (0 for any free one).",
            // One below 1024 for a user who is not root, or one that Windows reserves.
            SocketException { SocketErrorCode: SocketError.AccessDenied } refusal =>
                $"Port {_options.Port} is refused by the system ({refusal.Message.TrimEnd('.')}): give another one with --port (0 for any free one).",
            _ => null,
        };

    private static IReadOnlyList<TriggeredFunction> Chosen(
        IReadOnlyList<TriggeredFunction> all,
        IReadOnlyList<string>? only
    )
    {
        if (only is null)
            return all;
        foreach (var name in only)
        {
            if (!all.Any(function => Is(function, name)))
                throw new SettingsException(
                    $"There is no function {name}: give --only some of {string.Join(", ", all.Select(function => function.Group).Distinct())}."
                );
        }

        return [.. all.Where(function => only.Any(name => Is(function, name)))];

        static bool Is(TriggeredFunction function, string name) =>
            function.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || function.Group.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private IEnumerable<TriggeredFunction> OfKind(TriggerKind kind) =>
        _functions.Where(function => function.Kind == kind);

    private IEnumerable<TimerBlob> StartupTimers(BlobServiceClient blobs) =>
        _all.Where(function => function.Trigger is TimerTriggerAttribute { RunOnStartup: true })
            .Select(function => new TimerBlob(blobs, function.Name));

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Host.UseDefaultServiceProvider(services => services.ValidateScopes = true);
        builder.Configuration.AddConfiguration(_configuration);
        builder
            .Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            // The caller reports a failed start, in one sentence.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            // With this logger on, each request gets an activity that is not sampled. Traces that begin in it would not
            // be sampled either.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddConfiguration(_hostJson.Logging);
        _options.ConfigureLogging?.Invoke(builder.Logging);

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddRouting();
        Serve(builder);
        _options.AddServices(builder.Services, builder.Configuration);
        builder.Services.AddSingleton(
            StorageConnection.Read(
                builder.Configuration,
                configure: client => client.AddPolicy(_signals, HttpPipelinePosition.PerCall)
            )
        );
        _options.ConfigureServices?.Invoke(builder.Services);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        var host = builder.Build();
        var log = Logger(host, "Http");
        HttpFunctions.Use(
            host,
            OfKind(TriggerKind.Http)
                .Select(function => new HttpFunction(function, _hostJson.FunctionTimeout, _key, _abort.Token, log)),
            _hostJson.RoutePrefix
        );
        return host;
    }

    private void Serve(WebApplicationBuilder builder)
    {
        if (!OfKind(TriggerKind.Http).Any())
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            return;
        }

        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = LargestRequest;
                // A page of a list is buffered whole, so that a slow client does not block its writer.
                kestrel.Limits.MaxResponseBufferSize = LargestPage;
                // Without a key, only this machine may connect.
                kestrel.Listen(_key.IsSet ? IPAddress.Any : IPAddress.Loopback, _options.Port);
            });
    }

    private TimerTrigger Timer(
        TriggeredFunction function,
        CrontabSchedule schedule,
        BlobServiceClient blobs,
        WebApplication host
    ) =>
        new(
            function,
            schedule,
            _hostJson.FunctionTimeout,
            new TimerBlob(blobs, function.Name),
            host.Services,
            _options.TimeProvider,
            Logger(host, function.Name)
        );

    private QueueTrigger Queue(TriggeredFunction function, WebApplication host)
    {
        var trigger = (QueueTriggerAttribute)function.Trigger;
        var connection = trigger.Connection ?? AppSettings.Storage;
        var options = new QueueTriggerOptions(
            _hostJson.BatchSize,
            _hostJson.NewBatchThreshold,
            _hostJson.MaxDequeueCount,
            _hostJson.VisibilityTimeout,
            _options.Lease,
            _options.Polling,
            _hostJson.IsBase64
        );
        return new QueueTrigger(
            function,
            AppSettings.Substitute(trigger.QueueName, _configuration, $"the queue function {function.Name}"),
            Storage(connection).Queues,
            options,
            _signals,
            _hostJson.FunctionTimeout,
            host.Services,
            Logger(host, function.Name)
        );
    }

    private StorageConnection Storage(string setting) =>
        StorageConnection.Read(
            _configuration,
            setting,
            options =>
            {
                // Triggers retry by themselves; the client covers only transient errors.
                options.Retry.MaxRetries = 2;
                options.Retry.Delay = TimeSpan.FromMilliseconds(100);
                options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
                options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
                // Texts are not decoded here: a message that is not valid Base64 must reach the poison queue unchanged.
                if (options is QueueClientOptions queue)
                    queue.MessageEncoding = QueueMessageEncoding.None;
            }
        );

    private static ILogger Logger(WebApplication host, string function) =>
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Triggers." + function);
}
