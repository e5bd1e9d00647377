using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>A query parameter that filters a list.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Minor">Versions before 1.<c>Minor</c> ignore it.</param>
/// <param name="Make">Makes the row filter from the parameter's values (at least one); null if a value is invalid.
/// Patchwork then responds with an empty list, not an error.</param>
internal sealed record Filter<TRow>(string Name, int Minor, Func<World, IReadOnlyList<string>, Func<TRow, bool>?> Make)
    where TRow : Row;
