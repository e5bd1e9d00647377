namespace Hookwork.Catalog;

/// <summary>A project's catalog is still being loaded or built; retry later.</summary>
/// <param name="failure">Why the last load failed; null while one is under way.</param>
public sealed class CatalogNotReadyException(long project, Exception? failure = null)
    : Exception($"The search index of project {project} is being prepared: try again in some seconds.", failure)
{
    /// <summary>The seconds before a retry, as the header Retry-After has them.</summary>
    public const string RetryAfter = "5";
}
