using Hookwork.Hosting;
using Hookwork.Ingest.Status;
using Hookwork.Webhooks.Delivery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost;

/// <summary>Options of <see cref="SelfHostApp"/>.</summary>
public sealed record SelfHostOptions
{
    /// <summary>The name of all HTTP functions in <see cref="Only"/>.</summary>
    public const string HttpGroup = "Http";

    /// <summary>The port of the HTTP functions; 0 lets the system choose a free one.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>
    /// The names of the functions to run, <see cref="HttpGroup"/> for all HTTP functions; <see langword="null"/> runs
    /// all.
    /// </summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>The lease of a queue message, renewed while it is processed; whole seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest interval between polls of an empty queue; replaces <c>maxPollingInterval</c> in host.json.
    /// </summary>
    public TimeSpan Polling { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long running functions have to end when the app stops, before their tokens are cancelled.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The classes that are searched for functions; Hookwork's by default.</summary>
    public IReadOnlyList<Type> FunctionClasses { get; init; } = typeof(HookworkServices).Assembly.GetTypes();

    /// <summary>Registers the app's services; Hookwork's by default.</summary>
    public Action<IServiceCollection, IConfiguration> AddServices { get; init; } =
        static (services, configuration) => services.AddHookwork(configuration);

    /// <summary>Changes the registrations after <see cref="AddServices"/>.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Receives one sentence for each thing started with the app.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>Configures logging; none by default.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>
    /// Returns the counts as a JSON object once all work is done; <see langword="null"/> while some is left.
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
    /// App settings that override the environment and <c>local.settings.json</c>; names with <c>__</c> or <c>:</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// The folder with <c>local.settings.json</c> and, when Azurite is started, its data in <c>.azurite</c>.
    /// </summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>
    /// The ports of the Azurite that is started, for other programs to use with its published key; free ports and a
    /// random key by default.
    /// </summary>
    public (int Blob, int Queue, int Table)? AzuritePorts { get; init; }

    /// <summary>Whether the bundled recording is served and followed if <c>Patchwork__Url</c> is not set.</summary>
    public bool ServeRecording { get; init; } = true;

    /// <summary>The clock of the timer functions.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
