using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>A query parameter that narrows a list.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Minor">Versions before 1.<c>Minor</c> ignore it.</param>
/// <param name="Make"> Takes the parameter's values (at least one) and gives which rows stay. Null says that a value is
/// not valid: Patchwork then answers an empty list, not an error. </param>
internal sealed record Filter<TRow>(string Name, int Minor, Func<World, IReadOnlyList<string>, Func<TRow, bool>?> Make)
    where TRow : Row;
