using Azure;
using Azure.Identity;
using Hookwork.Archive;
using Hookwork.Ingest;
using Hookwork.Input;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Hosting;

/// <summary>
/// Creates what Storage lacks and checks the settings against the server before anything else starts. Under the Functions
/// host, which sends requests to a process that starts, this comes after the first answer, unless Storage may lack
/// something.
/// </summary>
internal sealed class Startup(
    ArchiveStorage storage,
    Upstream upstream,
    UpstreamSlots slots,
    FirstAnswer first,
    TimeProvider time
) : IHostedService
{
    /// <summary>Longer than a crashed process holds its slots.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var created = false;
        try
        {
            created = first.IsAwaited && await storage.WasCreatedAsync(cancellationToken);
            if (created)
                await first.WaitAsync(cancellationToken);
            await storage.EnsureCreatedAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 401 or 403)
        {
            throw new SettingsException(
                $"AzureWebJobsStorage names an account that refuses its key or identity ({exception.ErrorCode ?? exception.Status.ToString()}): check the key, or give the identity the roles of docs/operate.md."
            );
        }
        catch (AuthenticationFailedException exception)
        {
            throw new SettingsException(
                $"AzureWebJobsStorage is reached with an identity, and no token could be got for it: check AzureWebJobsStorage__clientId, and that this app has the identity or, on your own machine, that you are signed in to Azure ({Printable.Escape(Printable.FirstLine(exception).TrimEnd('.'))})."
            );
        }
        catch (Exception exception) when (exception is AggregateException or RequestFailedException { Status: 0 })
        {
            throw new SettingsException(
                "AzureWebJobsStorage names an account that does not answer: check the name and the network, or, if it is 'UseDevelopmentStorage=true', start Azurite."
            );
        }
        await CheckAsync(cancellationToken);
        if (first.IsAwaited && !created)
            await storage.NoteCreatedAsync(cancellationToken);
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        IAsyncDisposable slot;
        try
        {
            slot = await slots.TakeAsync(either.Token);
        }
        // Other instances hold the slots, so the server answers. Readers must not wait for them.
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
        await using (slot)
            await upstream.CheckAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
