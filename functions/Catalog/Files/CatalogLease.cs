namespace Hookwork.Catalog.Files;

/// <summary>The use of a catalog file; while it lasts, the file stays.</summary>
public readonly struct CatalogLease : IDisposable
{
    internal CatalogLease(CatalogFile file) => File = file;

    public CatalogFile File { get; }

    /// <inheritdoc/>
    public void Dispose() => File.Release();
}
