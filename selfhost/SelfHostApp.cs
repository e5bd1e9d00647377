using Hookwork.Input;
using Hookwork.SelfHost.Functions;
using Hookwork.SelfHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost;

/// <summary>
/// A function app in this process, with the semantics of the Functions runtime but without the runtime.
/// </summary>
public sealed partial class SelfHostApp : IAsyncDisposable
{
    // How long functions have to end once their tokens are cancelled.
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(5);

    private readonly SelfHostOptions _options;
    private readonly Surroundings _surroundings;
    private readonly WebApplication _host;
    private readonly IReadOnlyList<TimerBlob> _startupTimers;
    private readonly ILogger _log;
    private readonly DateTime _started;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _abort;
    private readonly Lazy<Task> _stopped;
    private Task _triggers = Task.CompletedTask;

    internal SelfHostApp(
        SelfHostOptions options,
        Surroundings surroundings,
        WebApplication host,
        IReadOnlyList<TimerBlob> startupTimers,
        CancellationTokenSource abort
    )
    {
        _options = options;
        _surroundings = surroundings;
        _host = host;
        _startupTimers = startupTimers;
        _log = host.Services.GetRequiredService<ILogger<SelfHostApp>>();
        _started = options.TimeProvider.GetUtcNow().UtcDateTime;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(host.Lifetime.ApplicationStopping);
        _abort = abort;
        _stopped = new Lazy<Task>(StopOnceAsync);
    }

    /// <summary>The root URL of the HTTP functions; <see langword="null"/> if none run here.</summary>
    public Uri? Url { get; private set; }

    /// <summary>Whether keyed HTTP functions require the key in the setting <c>Hookwork__FunctionKey</c>.</summary>
    public bool ChecksKeys { get; internal init; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Cancelled as soon as the app begins to stop.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>The settings for the storage and upstream started with the app, for child processes.</summary>
    internal IReadOnlyDictionary<string, string?> SharedSettings => _surroundings.Settings;

    /// <summary>Waits for the end of the Azurite that was started with the app, for ever if none was.</summary>
    /// <exception cref="SelfHostException">Azurite has ended.</exception>
    internal Task WatchAzuriteAsync(CancellationToken cancellationToken) => _surroundings.WatchAsync(cancellationToken);

    /// <summary>Starts an app: its storage and upstream, its hosted services, then its triggers.</summary>
    /// <exception cref="SettingsException">A setting is missing or malformed.</exception>
    /// <exception cref="SelfHostException">Azurite is needed and cannot be started, or selfhost does not support a
    /// function.</exception>
    public static async Task<SelfHostApp> StartAsync(
        SelfHostOptions options,
        CancellationToken cancellationToken = default
    ) => await new SelfHostBuilder(options).StartAsync(cancellationToken);

    /// <summary>
    /// Waits until each timer function that runs at startup has succeeded since this app's start, here or in another
    /// process, and no work is left.
    /// </summary>
    /// <returns>The counts as a JSON object.</returns>
    public async Task<string> WaitUntilIdleAsync(CancellationToken cancellationToken = default)
    {
        var waitingFor = _startupTimers.ToList();
        var faults = new Faults("The idle check", _log);
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause.TotalSeconds < 1 ? pause * 1.3 : pause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                while (
                    waitingFor is [var timer, ..] && (await timer.ReadAsync(cancellationToken))?.Succeeded >= _started
                )
                    waitingFor.RemoveAt(0);
                if (waitingFor is [] && await _options.CountsWhenIdle(Services, cancellationToken) is { } counts)
                    return counts;
                faults.Worked();
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                await faults.FailedAsync(exception, cancellationToken);
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    /// <summary>
    /// Stops gracefully: starts nothing new, waits for running functions, cancels their tokens after
    /// <see cref="SelfHostOptions.DrainTime"/>, releases leases.
    /// </summary>
    public Task StopAsync() => _stopped.Value;

    public async ValueTask DisposeAsync() => await StopAsync();

    internal async Task StartAsync(IReadOnlyList<ITrigger> triggers, CancellationToken cancellationToken)
    {
        await _host.StartAsync(cancellationToken);
        if (_host.Urls.FirstOrDefault() is { } url)
            Url = new UriBuilder(url) { Host = "127.0.0.1" }.Uri;
        _triggers = Task.WhenAll(triggers.Select(RunAsync));
    }

    private async Task RunAsync(ITrigger trigger)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Run(() => trigger.RunAsync(_stop.Token, _abort.Token));
                return;
            }
            catch (Exception exception)
            {
                Log.TriggerFailed(_log, exception);
                await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StopOnceAsync()
    {
        await _stop.CancelAsync();
        _host.Lifetime.StopApplication();
        using var patience = new CancellationTokenSource(_options.DrainTime + LastGrace);
        var drained = Task.WhenAll(_triggers, _host.Services.GetRequiredService<IServer>().StopAsync(patience.Token));
        try
        {
            await drained.WaitAsync(_options.DrainTime);
        }
        catch (TimeoutException)
        {
            Log.Aborting(_log, _options.DrainTime.TotalSeconds);
            await _abort.CancelAsync();
            await Task.WhenAny(drained, Task.Delay(LastGrace));
        }

        await _host.StopAsync();
        await _host.DisposeAsync();
        await _surroundings.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Functions still run after {Seconds} s: they are cancelled.")]
        public static partial void Aborting(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Critical, "A trigger ended, which is a bug in selfhost; it is restarted.")]
        public static partial void TriggerFailed(ILogger logger, Exception exception);
    }
}
