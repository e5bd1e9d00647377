using System.Net.NetworkInformation;
using Hookwork.Recorded;
using Hookwork.SelfHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hookwork.SelfHost;

/// <summary>What an app finds around it on one machine: Azurite when no storage is set, the recorded Patchwork when no server is.</summary>
internal sealed class Surroundings(Action<string>? tell) : IAsyncDisposable
{
    private const string Development = "UseDevelopmentStorage=true";
    private const string Url = "Patchwork:Url";
    private const string Since = "Patchwork:Since";

    private readonly Dictionary<string, string?> _settings = [];
    private Azurite? _azurite;
    private RecordedPatchwork? _patchwork;

    /// <summary>The settings that tell the app of it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <exception cref="SettingsException">Something else listens on a part of Azurite's ports.</exception>
    /// <exception cref="SelfHostException">Azurite cannot be started.</exception>
    public static async Task<Surroundings> StartAsync(SelfHostOptions options, IConfigurationManager configuration, CancellationToken cancellationToken)
    {
        var surroundings = new Surroundings(options.Tell);
        try
        {
            if (IsDevelopment(configuration[AppSettings.Storage])) await surroundings.FindAzuriteAsync(options.Folder, cancellationToken);
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_patchwork is not null) await _patchwork.DisposeAsync();
        if (_azurite is not null) await _azurite.DisposeAsync();
    }

    private static bool IsDevelopment(string? connection) =>
        connection?.Trim().TrimEnd(';').Equals(Development, StringComparison.OrdinalIgnoreCase) == true;

    private async Task FindAzuriteAsync(string folder, CancellationToken cancellationToken)
    {
        var options = new AzuriteOptions { DataFolder = Path.Combine(folder, ".azurite") };
        if (Free(options) is { Count: > 0 } free)
        {
            if (free.Count < 3)
            {
                throw new SettingsException(
                    $"AzureWebJobsStorage means Azurite on the ports 10000, 10001 and 10002, and only {string.Join(" and ", free)} "
                    + $"{(free.Count == 1 ? "is" : "are")} free: stop what listens on the rest, or set AzureWebJobsStorage.");
            }

            if (!Azurite.IsInstalled) tell?.Invoke("Azurite is being installed by npm; that is needed once.");
            try
            {
                _azurite = await Azurite.StartAsync(options, cancellationToken);
                tell?.Invoke($"Azurite keeps the data in {options.DataFolder}.");
                return;
            }
            catch (SelfHostException) when (Free(options).Count == 0)
            {
                // Another process has started it in the same moment.
            }
        }

        tell?.Invoke("Storage is the Azurite that already listens on the ports 10000 to 10002.");
    }

    private static List<int> Free(AzuriteOptions options)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return [.. new[] { options.BlobPort, options.QueuePort, options.TablePort }.Where(port => !taken.Contains(port))];
    }

    private async Task ServeRecordingAsync(int appPort, string? since, CancellationToken cancellationToken)
    {
        // The same address at each start, where possible: it stands in what the archive keeps.
        var port = appPort is > 0 and < 65535 ? appPort + 1 : 0;
        try
        {
            _patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions { Port = port }, cancellationToken);
        }
        catch (IOException)
        {
            _patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions(), cancellationToken);
        }

        _settings[Url] = _patchwork.Url.ToString();
        if (string.IsNullOrEmpty(since)) _settings[Since] = "beginning";
        tell?.Invoke($"Patchwork__Url is not set: a recorded Patchwork is served at {_patchwork.Url}.");
    }
}
