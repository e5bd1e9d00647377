using Hookwork.Catalog.Files;

namespace Hookwork.Catalog.Following;

/// <summary>
/// A copy of a resource that another one carried along: all there is to show until the resource itself is archived.
/// </summary>
/// <param name="Kind">What it is; null for a user.</param>
public sealed record EmbeddedCopy(ShownKind? Kind, long Id, string Json);
