using Hookwork.Hosting;
using Hookwork.Ingest.Status;
using Hookwork.Webhooks.Delivery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost;

/// <summary>What <see cref="SelfHostApp"/> runs, and how.</summary>
public sealed record SelfHostOptions
{
    /// <summary>The name under which <see cref="Only"/> has all HTTP functions.</summary>
    public const string HttpGroup = "Http";

    /// <summary>The port of the HTTP functions; 0 lets the system choose a free one.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>
    /// The functions to run, by name, all HTTP functions together as <see cref="HttpGroup"/>; <see langword="null"/>
    /// runs all.
    /// </summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>
    /// How long a queue message stays hidden from others while it is worked on, renewed as long as that takes; whole
    /// seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest pause between two looks into an empty queue; takes the place of <c>maxPollingInterval</c> in
    /// host.json.
    /// </summary>
    public TimeSpan Polling { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long running functions have to end when the app stops, before their cancellation tokens are cancelled.
    /// </summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The classes that are searched for functions; Hookwork's when not given.</summary>
    public IReadOnlyList<Type> FunctionClasses { get; init; } = typeof(HookworkServices).Assembly.GetTypes();

    /// <summary>Registers the app's services; Hookwork's when not given.</summary>
    public Action<IServiceCollection, IConfiguration> AddServices { get; init; } =
        static (services, configuration) => services.AddHookwork(configuration);

    /// <summary>Changes the registrations after <see cref="AddServices"/>.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Is told what is started around the app, a sentence each.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>Where log lines go; nowhere when not given.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>
    /// Tells whether all work is done: the counts as a JSON object, or <see langword="null"/> while some is left.
    /// </summary>
    public Func<IServiceProvider, CancellationToken, Task<string?>> CountsWhenIdle { get; init; } =
        static async (services, cancellationToken) =>
        {
            var progress = services.GetRequiredService<Progress>();
            return
                await progress.IsIdleAsync(cancellationToken)
                && !await services.GetRequiredService<DueDeliveries>().AnyAsync(cancellationToken)
                ? (await progress.CountAsync(cancellationToken)).ToJson()
                : null;
        };

    /// <summary>
    /// App settings that win over the environment and <c>local.settings.json</c>; names with <c>__</c> or <c>:</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// The folder with <c>local.settings.json</c> and, when Azurite is started, its data in <c>.azurite</c>.
    /// </summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>The ports of the Azurite that is started; free ones when not given.</summary>
    public (int Blob, int Queue, int Table)? AzuritePorts { get; init; }

    /// <summary>Whether the bundled recording is served and followed when <c>Patchwork__Url</c> is not set.</summary>
    public bool ServeRecording { get; init; } = true;

    /// <summary>The clock of the timer functions.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
