using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Input;

/// <summary>Reads settings by the names that docs/settings.md gives them, such as <c>Patchwork__Url</c>.</summary>
internal static class SettingReader
{
    /// <summary>A setting without the white space around it; null if it is blank or not set.</summary>
    public static string? ReadText(this IConfiguration configuration, string name) =>
        configuration[name.Replace("__", ":", StringComparison.Ordinal)]?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The words of a setting, which commas or spaces separate; none if it is not set.</summary>
    public static string[] ReadWords(this IConfiguration configuration, string name) =>
        configuration
            .ReadText(name)
            ?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        ?? [];

    /// <summary>A number or a time span; null if it is not set.</summary>
    /// <param name="expected">What to give, as the message ends.</param>
    /// <exception cref="SettingsException">It is malformed, or not between the bounds.</exception>
    public static T? Read<T>(this IConfiguration configuration, string name, T least, T most, string expected)
        where T : struct, IParsable<T>, IComparable<T> =>
        configuration.ReadText(name) is not { } text ? null
        : T.TryParse(text, CultureInfo.InvariantCulture, out var value)
        && value.CompareTo(least) >= 0
        && value.CompareTo(most) <= 0
            ? value
        : throw new SettingsException(name, text, expected);
}
