using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Input;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Site.Events;

/// <summary>
/// Tells open pages that there are new events, as server-sent events. Not on Azure, where an open answer keeps an
/// instance billed: pages ask each half minute there.
/// </summary>
public sealed class EventStream(
    Catalogs catalogs,
    ProjectNames names,
    HookworkSettings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    /// <summary>Its path.</summary>
    public const string Address = "/events/stream";

    /// <summary>Open answers at a time; pages beyond that ask each half minute.</summary>
    private const int Most = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The newest id, and the sum of those on the page: events are finished in any order.</summary>
    private static readonly string Sql = $"""
        SELECT (SELECT max(id) FROM event WHERE gone = 0), CAST(total(id) AS INTEGER)
        FROM (SELECT id FROM event WHERE gone = 0 ORDER BY date DESC, id DESC LIMIT {EventPages.PageSize})
        """;

    private int _open;

    /// <summary>
    /// The stream of all projects or, with <c>project</c>, of one; 503 where too many are open. Each reads only the
    /// catalogs of its projects.
    /// </summary>
    public IResult Answer(HttpResponse response, CancellationToken cancellationToken)
    {
        if (settings.IsBehindPlatform)
            return NoPage.Answer;
        // As a proxy, nginx holds an answer back until it fills a buffer.
        response.Headers["X-Accel-Buffering"] = "no";
        if (Interlocked.Increment(ref _open) <= Most)
            return TypedResults.ServerSentEvents(
                NewestAsync(response.HttpContext.Request.Query["project"].ToString(), cancellationToken)
            );
        Interlocked.Decrement(ref _open);
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The newest event's id, each time that the newest events change.</summary>
    private async IAsyncEnumerable<SseItem<string>> NewestAsync(
        string project,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        try
        {
            (long Id, long Sum)? known = null;
            // A stop waits for open answers. A page opens the stream again by itself.
            while (!cancellationToken.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                if (await NewestOrNullAsync(project, cancellationToken) is { } newest && newest != known)
                {
                    known = newest;
                    yield return new SseItem<string>(newest.Id.ToString());
                }
                await Task.Delay(Interval, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>The newest events; null while a catalog is being prepared, as after a restart.</summary>
    private async Task<(long Id, long Sum)?> NewestOrNullAsync(string project, CancellationToken cancellationToken)
    {
        try
        {
            return await NewestOfAsync(project, cancellationToken);
        }
        catch (CatalogNotReadyException)
        {
            return null;
        }
    }

    private async Task<(long Id, long Sum)> NewestOfAsync(string project, CancellationToken cancellationToken)
    {
        var (newest, sum) = (0L, 0L);
        var chosen = (await names.AllAsync(cancellationToken)).Where(name => project.Length == 0 || name.Is(project));
        using var leases = await catalogs.UseAllAsync(chosen.Select(name => name.Id), cancellationToken);
        foreach (var file in leases.Files)
        {
            var (id, shown) = file.Read(connection =>
            {
                using var statement = new SqlStatement(connection, Sql);
                return statement.First([], row => (row.Integer(0), row.Integer(1)));
            });
            (newest, sum) = (Math.Max(newest, id), sum + shown);
        }
        return (newest, sum);
    }
}
