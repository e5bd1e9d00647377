namespace Hookwork.Catalog;

/// <summary>Ids, or numbers of rows, as one parameter of a statement.</summary>
internal static class Ids
{
    /// <summary>The parameter <c>$ids</c>, for <c>IN (SELECT value FROM json_each($ids))</c>.</summary>
    public static KeyValuePair<string, object> Parameter(IEnumerable<long> ids) =>
        new("$ids", $"[{string.Join(',', ids)}]");
}
