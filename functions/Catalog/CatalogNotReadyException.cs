namespace Hookwork.Catalog;

/// <summary>A project's catalog is still being loaded or built; retry later.</summary>
public sealed class CatalogNotReadyException(long project)
    : Exception($"The search index of project {project} is being prepared: try again in some seconds.")
{
    /// <summary>The seconds before a retry, as the header Retry-After has them.</summary>
    public const string RetryAfter = "5";
}
