using System.Net.Sockets;
using System.Security.Cryptography;
using Hookwork.Input;
using Hookwork.Recorded;
using Hookwork.SelfHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hookwork.SelfHost;

/// <summary>
/// The dependencies started with an app: Azurite if no storage is set, the recorded Patchwork if no server is set.
/// </summary>
internal sealed class Surroundings(Action<string>? tell) : IAsyncDisposable
{
    private const string Development = "UseDevelopmentStorage=true";
    private const string Url = "Patchwork:Url";
    private const string Since = "Patchwork:Since";

    private readonly Dictionary<string, string?> _settings = [];
    private Azurite? _azurite;
    private RecordedPatchwork? _patchwork;

    /// <summary>The settings that point the app to them.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <exception cref="SettingsException">Azurite ports are given, but storage is set.</exception>
    /// <exception cref="SelfHostException">Azurite cannot be started.</exception>
    public static async Task<Surroundings> StartAsync(
        SelfHostOptions options,
        IConfigurationManager configuration,
        CancellationToken cancellationToken
    )
    {
        var surroundings = new Surroundings(options.Tell);
        try
        {
            if (IsDevelopment(configuration[AppSettings.Storage]))
                await surroundings.StartAzuriteAsync(options, cancellationToken);
            else if (options.AzuritePorts is not null)
                throw new SettingsException(
                    "--azurite-ports is for the Azurite that selfhost starts, and AzureWebJobsStorage names other storage: leave out one of the two."
                );
            if (options.ServeRecording && string.IsNullOrEmpty(configuration[Url]))
                await surroundings.ServeRecordingAsync(options.Port, configuration[Since], cancellationToken);
            configuration.AddInMemoryCollection(surroundings.Settings);
            return surroundings;
        }
        catch
        {
            await surroundings.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the end of the Azurite that was started, for ever if none was.</summary>
    /// <exception cref="SelfHostException">Azurite has ended.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (_azurite is null)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        else
            throw new SelfHostException(
                $"Azurite ended by itself (exit code {await _azurite.EndAsync(cancellationToken)}), and selfhost with it: start it again, and check whether this machine has enough memory."
            );
    }

    public async ValueTask DisposeAsync()
    {
        if (_patchwork is not null)
            await _patchwork.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    private static bool IsDevelopment(string? connection) =>
        connection?.Trim().TrimEnd(';').Equals(Development, StringComparison.OrdinalIgnoreCase) == true;

    private async Task StartAzuriteAsync(SelfHostOptions options, CancellationToken cancellationToken)
    {
        if (!Azurite.IsInstalled)
            tell?.Invoke("npm installs Azurite; this happens once.");
        var (blob, queue, table) = options.AzuritePorts ?? default;
        var folder = Path.GetFullPath(Path.Combine(options.Folder, ".azurite"));
        _azurite = await Azurite.StartAsync(
            new AzuriteOptions
            {
                BlobPort = blob,
                QueuePort = queue,
                TablePort = table,
                DataFolder = folder,
                // The published key is for other programs. With it, a web page in a browser on this machine could write
                // too.
                AccountKey = options.AzuritePorts is null
                    ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(64))
                    : Azurite.AccountKey,
            },
            cancellationToken
        );
        _settings[AppSettings.Storage] = _azurite.ConnectionString;
        tell?.Invoke(
            $"Azurite keeps the data in {folder}, and listens on the ports {_azurite.BlobUri.Port} (blobs), {_azurite.QueueUri.Port} (queues) and {_azurite.TableUri.Port} (tables)."
        );
    }

    private async Task ServeRecordingAsync(int appPort, string? since, CancellationToken cancellationToken)
    {
        // The same address at each start, if possible: the archive stores URLs with it.
        var port = appPort is > 0 and < 65535 ? appPort + 1 : 0;
        try
        {
            _patchwork = await RecordedPatchwork.StartAsync(
                new RecordedPatchworkOptions { Port = port },
                cancellationToken
            );
        }
        // Another process has the port, or the system refuses it.
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            _patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions(), cancellationToken);
        }

        _settings[Url] = _patchwork.Url.ToString();
        if (string.IsNullOrEmpty(since))
            _settings[Since] = "beginning";
        tell?.Invoke($"Patchwork__Url is not set: a recorded Patchwork is served at {_patchwork.Url}.");
    }
}
