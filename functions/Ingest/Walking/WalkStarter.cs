using Hookwork.Archive.Resources;
using Hookwork.Input;

namespace Hookwork.Ingest.Walking;

/// <summary>Starts the walks that an operator asks for.</summary>
public sealed class WalkStarter(ListWalker walker, Upstream upstream, ProjectNames names, UpstreamSlots slots)
{
    /// <summary>Starts a walk in each requested project, or in all followed ones.</summary>
    /// <exception cref="InputException">A project is not followed.</exception>
    /// <exception cref="OtherServerException">The archive is of another server.</exception>
    /// <exception cref="Patchwork.UpstreamException">The server does not answer.</exception>
    public async Task StartAsync(WalkRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> followed;
        await using (await slots.TakeAsync(cancellationToken))
        {
            await upstream.CompareAsync(cancellationToken);
            followed = await upstream.ProjectsAsync(cancellationToken);
        }
        List<long> projects = [];
        foreach (var name in request.Projects)
        {
            projects.Add(
                await names.FindAsync(name, cancellationToken) is { } id && followed.Contains(id)
                    ? id
                    : throw new InputException(
                        $"projects names '{Printable.Escape(name)}', which is not followed: /status lists those that are."
                    )
            );
        }
        foreach (var project in projects.Count > 0 ? projects.Distinct() : followed)
            await walker.StartAsync(project, request.Scope, request.From, request.To, cancellationToken);
    }
}
