using Hookwork.Patchwork.Resources;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The category of an event, as the column <c>event.category</c> stores it: its place in <see cref="EventCategory.All"/>,
/// or its name if it is not there.
/// </summary>
public static class StoredCategory
{
    /// <summary>The value of the column: a <see cref="long"/> or a <see cref="string"/>.</summary>
    public static object Of(string category)
    {
        for (var place = 0; place < EventCategory.All.Count; place++)
        {
            if (EventCategory.All[place] == category)
                return (long)place;
        }
        return category;
    }

    /// <summary>The name.</summary>
    /// <param name="column">The number of the column <c>event.category</c>.</param>
    internal static string Name(SqlStatement row, int column) =>
        row.IsInteger(column) ? EventCategory.All[(int)row.Integer(column)] : row.Text(column);
}
