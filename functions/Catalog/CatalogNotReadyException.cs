namespace Hookwork.Catalog;

/// <summary>A project's catalog is still being loaded or built; retry later.</summary>
public sealed class CatalogNotReadyException(string project)
    : Exception($"The search index of {project} is being prepared: try again in some seconds.")
{
    /// <summary>The delay before a retry.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
}
