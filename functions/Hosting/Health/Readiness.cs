using Azure;
using Azure.Identity;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Input;

namespace Hookwork.Hosting.Health;

/// <summary>
/// Whether requests can be answered: storage answers and has its tables, containers and queues, and the catalogs of the
/// requested projects are loaded. Requesting one loads it. Upstream is not checked: the mirror answers without it.
/// </summary>
public sealed class Readiness(ArchiveStorage storage, ProjectNames names, Catalogs catalogs, TimeProvider time)
{
    /// <summary>The longest time that a probe waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long a check of storage is cached, since the endpoint is public and each check costs.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private volatile Look? _last;

    /// <summary>The reason why requests cannot be answered; null if they can.</summary>
    /// <param name="projects">Link names or ids.</param>
    public async Task<string?> FaultAsync(IReadOnlyCollection<string> projects, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        if (await StorageFaultAsync(patience.Token, cancellationToken) is { } fault)
            return fault;
        foreach (var project in projects)
        {
            if (await CatalogFaultAsync(project, patience.Token, cancellationToken) is { } catalogFault)
                return catalogFault;
        }
        return null;
    }

    private async Task<string?> StorageFaultAsync(CancellationToken patience, CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetUtcNow() - last.At < Fresh)
            return last.Fault;
        var fault = await LookAsync();
        _last = new Look(time.GetUtcNow(), fault);
        return fault;

        async Task<string?> LookAsync()
        {
            try
            {
                return await storage.MissingAsync(patience) is { Count: > 0 } missing
                    ? $"Storage lacks {string.Join(", ", missing)}: restart Hookwork."
                    : null;
            }
            catch (RequestFailedException exception) when (exception.Status > 0)
            {
                return $"Storage refuses the request: {exception.ErrorCode ?? exception.Status.ToString()}.";
            }
            catch (AuthenticationFailedException)
            {
                return "There is no token for the identity that Storage is reached with.";
            }
            catch (Exception exception)
                when (!cancellationToken.IsCancellationRequested
                    && exception is RequestFailedException or AggregateException or OperationCanceledException
                )
            {
                return "Storage does not answer.";
            }
        }
    }

    private async Task<string?> CatalogFaultAsync(
        string project,
        CancellationToken patience,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (await names.FindAsync(project, patience) is not { } id)
                return $"There is no project '{Printable.Escape(project)}'.";
            using var lease = await catalogs.UseAsync(id, patience);
            return null;
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested
                && exception is OperationCanceledException or CatalogNotReadyException { InnerException: null }
            )
        {
            return $"The search index of {Printable.Escape(project)} is being prepared.";
        }
        catch (Exception exception)
            when (exception is RequestFailedException or AggregateException or CatalogNotReadyException)
        {
            return $"The search index of {Printable.Escape(project)} cannot be read from storage.";
        }
    }

    private sealed record Look(DateTimeOffset At, string? Fault);
}
