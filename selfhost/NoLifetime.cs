using Microsoft.Extensions.Hosting;

namespace Hookwork.SelfHost;

/// <summary>Leaves the process's signals alone: whoever started the app stops it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
