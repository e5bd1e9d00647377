using System.Globalization;
using System.Text;
using MimeKit.Encodings;

namespace MimeKit.Utils;

/// <summary>Dates as headers write them (RFC 5322, section 3.3).</summary>
public static class DateUtils
{
    /// <summary>Reads a date.</summary>
    /// <param name="buffer">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="date">The date.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, out DateTimeOffset date) =>
        TryParse(Arguments.Check(buffer, startIndex, length, [], 0), out date);

    /// <summary>Reads a date that goes on to the end of the buffer.</summary>
    /// <param name="buffer">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="date">The date.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, out DateTimeOffset date)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return TryParse(buffer, startIndex, Math.Max(0, buffer.Length - startIndex), out date);
    }

    /// <summary>Reads a date.</summary>
    /// <param name="buffer">The date's octets.</param>
    /// <param name="date">The date.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(byte[] buffer, out DateTimeOffset date)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return TryParse(buffer.AsSpan(), out date);
    }

    /// <summary>Reads a date.</summary>
    /// <param name="text">The date's text.</param>
    /// <param name="date">The date.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out DateTimeOffset date)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(Encoding.UTF8.GetBytes(text).AsSpan(), out date);
    }

    /// <summary>Writes a date.</summary>
    /// <param name="date">The date.</param>
    public static string FormatDate(DateTimeOffset date)
    {
        var sign = date.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{date:ddd, dd MMM yyyy HH:mm:ss} {sign}{date.Offset:hhmm}");
    }

    internal static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset date) => new DateReader(text).TryRead(out date);
}
