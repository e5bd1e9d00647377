using System.Globalization;
using System.Numerics;
using System.Text;

namespace Hookwork.Input;

/// <summary>Whole numbers as Python's <c>int</c> reads them, and so Patchwork's parameters and paths.</summary>
public static class PythonNumber
{
    private const int MostDigits = 100;

    /// <summary>
    /// Reads a number: blanks around it, a sign, the digits of any script, and single underscores between digits.
    /// </summary>
    /// <param name="number">The number; the nearest one that fits if it is too large.</param>
    public static bool TryRead(string? text, out long number)
    {
        number = 0;
        var digits = new StringBuilder();
        var trimmed = (text ?? "").Trim();
        var sign = trimmed is ['+' or '-', ..] ? 1 : 0;
        foreach (var rune in trimmed[sign..].EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                digits.Append((int)Rune.GetNumericValue(rune));
            else if (rune.Value == '_' && digits.Length > 0 && digits[^1] != '_')
                digits.Append('_');
            else
                return false;
        }
        if (digits.Length is 0 or > MostDigits || digits[^1] == '_')
            return false;
        var value = BigInteger.Parse(digits.Replace("_", "").ToString(), CultureInfo.InvariantCulture);
        number = (long)BigInteger.Clamp(trimmed is ['-', ..] ? -value : value, long.MinValue, long.MaxValue);
        return true;
    }
}
