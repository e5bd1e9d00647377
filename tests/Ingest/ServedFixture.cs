using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>An archive of the oldest events, and its HTTP functions behind a real server, which tests share.</summary>
/// <param name="events">How many events.</param>
/// <param name="settings">Settings beside the usual ones.</param>
public abstract class ServedFixture(int events, params (string Name, string? Value)[] settings) : IAsyncLifetime
{
    private ServedDeployment _server = null!;

    /// <summary>The server that was archived.</summary>
    public RecordedPatchwork Patchwork { get; private set; } = null!;

    /// <summary>A client of the HTTP functions.</summary>
    public HttpClient Client => _server.Client;

    internal Deployment Deployment { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Patchwork = await RecordedPatchwork.StartAsync(visibleEvents: events);
        Edit(Patchwork.Administration);
        await EditAsync();
        Deployment = await Deployment.StartAsync(
            Patchwork.Url,
            settings: settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)
        );
        await Deployment.RunToIdleAsync();
        _server = await ServedDeployment.StartAsync(Deployment);
    }

    public virtual async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await Deployment.DisposeAsync();
        await Patchwork.DisposeAsync();
    }

    /// <summary>Edits the server before it is archived.</summary>
    protected virtual void Edit(Administration administration) { }

    /// <summary>Edits it by requests.</summary>
    protected virtual Task EditAsync() => Task.CompletedTask;
}
