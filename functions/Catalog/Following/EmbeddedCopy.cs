using Hookwork.Catalog.Files;

namespace Hookwork.Catalog.Following;

/// <summary>A resource's copy embedded in another one, shown until the resource itself is archived.</summary>
/// <param name="Kind">Its kind; null for a user.</param>
public sealed record EmbeddedCopy(ShownKind? Kind, long Id, string Json);
