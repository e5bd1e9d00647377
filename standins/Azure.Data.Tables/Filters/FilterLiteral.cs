using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Filters;

/// <summary>
/// Values as the literals of an OData filter, as
/// https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities gives them.
/// </summary>
internal static class FilterLiteral
{
    /// <summary>A filter whose interpolated values are literals.</summary>
    public static string Format(FormattableString filter)
    {
        var literals = new object[filter.ArgumentCount];
        for (var index = 0; index < literals.Length; index++)
            literals[index] = Of(filter.GetArgument(index));
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    /// <exception cref="ArgumentException">No column can have the value's type.</exception>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string or char or StringBuilder => Quote(value.ToString()!),
        bool flag => flag ? "true" : "false",
        long or ulong => string.Create(CultureInfo.InvariantCulture, $"{value}L"),
        double number => Point(number.ToString("R", CultureInfo.InvariantCulture)),
        float number => Point(number.ToString("R", CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or decimal => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        Guid guid => $"guid'{guid}'",
        DateTimeOffset time => Time(time.UtcDateTime),
        DateTime time => Time(time.ToUniversalTime()),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        _ => throw new ArgumentException($"A filter cannot hold a value of type {value.GetType()}."),
    };

    /// <summary>A string literal: in quotes, its own quotes doubled.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Time(DateTime utc) =>
        string.Create(CultureInfo.InvariantCulture, $"datetime'{utc:yyyy-MM-ddTHH:mm:ss.FFFFFFF}Z'");

    /// <summary>Without a point or an exponent, a number is a literal of another type.</summary>
    private static string Point(string number) =>
        number.AsSpan().ContainsAnyExcept("-0123456789") ? number : number + ".0";
}
