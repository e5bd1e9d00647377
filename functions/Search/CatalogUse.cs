using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;

namespace Hookwork.Search;

/// <summary>The catalogs that a search reads.</summary>
internal sealed class CatalogUse : IDisposable
{
    private readonly List<CatalogLease> _leases = [];
    private readonly List<Member> _files = [];

    public IReadOnlyList<Member> Files => _files;

    public void Add(ProjectName project, CatalogLease lease)
    {
        _leases.Add(lease);
        _files.Add(new Member(project, lease.File));
    }

    public void Dispose()
    {
        foreach (var lease in _leases)
            lease.Dispose();
    }

    public sealed record Member(ProjectName Project, CatalogFile File);
}
