using Microsoft.Extensions.Hosting;

namespace Hookwork.SelfHost;

/// <summary>Handles no signals: the caller stops the app.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
