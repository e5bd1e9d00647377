namespace Hookwork.Catalog.Files;

/// <summary>A lease of a catalog file, which is not deleted until the lease ends.</summary>
public readonly struct CatalogLease : IDisposable
{
    internal CatalogLease(CatalogFile file) => File = file;

    public CatalogFile File { get; }

    public void Dispose() => File.Release();
}
