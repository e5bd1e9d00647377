namespace Hookwork.Catalog;

/// <summary>The catalog of a project is still being loaded or built: try again a little later.</summary>
public sealed class CatalogNotReadyException(string project)
    : Exception($"The search index of {project} is being prepared: try again in some seconds.")
{
    /// <summary>When to try again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
}
