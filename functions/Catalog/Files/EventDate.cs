using System.Globalization;
using Hookwork.Catalog.Query;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The date of an event, as the column <c>event.date</c> stores it: microseconds since 1970, a third of the size of the
/// server's text. A text that would not come back the same is stored itself.
/// </summary>
public static class EventDate
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";
    private const string Fraction = Seconds + ".ffffff";

    /// <summary>No date, which is before all others.</summary>
    private const long None = long.MinValue;

    /// <summary>The value of the column: a <see cref="long"/> or a <see cref="string"/>.</summary>
    public static object Stored(string date) =>
        date.Length == 0 ? None
        : DateTime.TryParseExact(
            date,
            [Seconds, Fraction],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var at
        )
        && Text(at) == date
            ? FieldValues.Microseconds(at.Ticks)
        : date;

    /// <summary>The date as the server wrote it.</summary>
    /// <param name="column">The number of the column <c>event.date</c>.</param>
    internal static string Text(SqlStatement row, int column) =>
        row.IsInteger(column) ? Text(row.Integer(column)) : row.Text(column);

    private static string Text(long microseconds) =>
        microseconds == None ? "" : Text(FieldValues.Date(microseconds).UtcDateTime);

    /// <summary>A date as Patchwork writes it: microseconds only if not zero, so texts sort as dates do.</summary>
    internal static string Text(DateTime date) =>
        date.ToString(date.Ticks % TimeSpan.TicksPerSecond == 0 ? Seconds : Fraction, CultureInfo.InvariantCulture);
}
