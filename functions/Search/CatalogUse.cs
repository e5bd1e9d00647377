using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;

namespace Hookwork.Search;

/// <summary>The catalogs that a search reads, with their projects.</summary>
internal sealed class CatalogUse : IDisposable
{
    private readonly CatalogLeases _leases;

    public CatalogUse(IReadOnlyList<ProjectName> projects, CatalogLeases leases)
    {
        _leases = leases;
        Members = [.. projects.Zip(leases.Files, (project, file) => new Member(project, file))];
    }

    public IReadOnlyList<Member> Members { get; }

    public void Dispose() => _leases.Dispose();

    public sealed record Member(ProjectName Project, CatalogFile File);
}
