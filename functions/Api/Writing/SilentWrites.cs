using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Ingest;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork;
using Microsoft.Extensions.Logging;

namespace Hookwork.Api.Writing;

/// <summary>
/// Refreshes projects, users and bundles after a write to them. It raises no event, so what fails here shows after the
/// next reconciliation.
/// </summary>
public sealed partial class SilentWrites(
    PatchworkClient client,
    Upstream upstream,
    UpstreamSlots slots,
    BundleRefresh bundles,
    EmbeddedStore embedded,
    Catalogs catalogs,
    TimeProvider time,
    ILogger<SilentWrites> logger
)
{
    /// <summary>Refreshes the project that an answer shows, if it is followed.</summary>
    public Task ProjectAsync(WriteAnswer answer) =>
        RefreshAsync(
            "project",
            async cancellationToken =>
            {
                if (
                    Writes.IdIn(answer.Body) is { } id
                    && (await upstream.ProjectsAsync(cancellationToken)).Contains(id)
                )
                    await upstream.RenewAsync(id, cancellationToken);
            }
        );

    /// <summary>Refreshes a user, as the server shows them to the caller.</summary>
    public Task UserAsync(long id, string authorization) =>
        RefreshAsync(
            "user",
            async cancellationToken =>
            {
                var requestedAt = time.GetUtcNow();
                if (await client.UserAsync(id, authorization, cancellationToken) is { } user)
                    await embedded.PutAsync(
                        EmbeddedKind.User,
                        id,
                        OwnUser.WithoutSettings(user.Json),
                        requestedAt,
                        cancellationToken
                    );
            }
        );

    /// <summary>Refreshes a bundle.</summary>
    public Task BundleAsync(long id) => RefreshAsync("bundle", token => bundles.RunAsync(id, token));

    /// <summary>Refreshes the bundle that an answer shows.</summary>
    public Task BundleAsync(WriteAnswer answer) =>
        Writes.IdIn(answer.Body) is { } id ? BundleAsync(id) : Task.CompletedTask;

    private async Task RefreshAsync(string what, Func<CancellationToken, Task> refresh)
    {
        // The server has made the change, even if the caller has disconnected.
        using var limit = new CancellationTokenSource(Writes.LongestRefresh);
        try
        {
            await using (await slots.TakeAsync(limit.Token))
                await refresh(limit.Token);
            foreach (var project in await upstream.ProjectsAsync(limit.Token))
                await catalogs.RenewAsync(project, limit.Token);
        }
        // Whatever fails, the server has made the change, and the caller has to learn that.
        catch (Exception exception)
        {
            Log.Late(logger, what, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The write to a {What} succeeded, but shows here only after the next reconciliation: {Reason}"
        )]
        public static partial void Late(ILogger logger, string what, string reason);
    }
}
