using System.Globalization;
using System.Text.Json;
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

    /// <summary>The value of the column: a <see cref="long"/> or a <see cref="string"/>.</summary>
    public static object Stored(string date) =>
        DateTime.TryParseExact(date, [Seconds, Fraction], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
        && Written(at) == date
            ? FieldValues.Microseconds(at.Ticks)
            : date;

    /// <summary>The date as the server wrote it.</summary>
    /// <param name="column">The number of the column <c>event.date</c>.</param>
    internal static string Text(SqlStatement row, int column)
    {
        return row.IsInteger(column) ? Text(row.Integer(column)) : row.Text(column);
    }

    /// <summary>The date as the server wrote it, of the column in a JSON array.</summary>
    internal static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? Text(value.GetInt64()) : value.GetString();

    private static string Text(long microseconds) => Written(FieldValues.Date(microseconds).UtcDateTime);

    /// <summary>Patchwork writes microseconds only if they are not zero.</summary>
    private static string Written(DateTime date) =>
        date.ToString(date.Ticks % TimeSpan.TicksPerSecond == 0 ? Seconds : Fraction, CultureInfo.InvariantCulture);
}
