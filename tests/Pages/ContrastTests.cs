using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hookwork.Pages.Assets;

namespace Hookwork.Tests.Pages;

/// <summary>The contrasts that axe does not measure: the edges of fields, and what stands in empty ones.</summary>
public sealed partial class ContrastTests
{
    private static readonly string s_style = Encoding.UTF8.GetString(Asset.Style.Content);

    /// <summary>WCAG 2.2, 1.4.11 (an edge) and 1.4.3 (text).</summary>
    [Theory]
    [InlineData("edge", "page", 3.0)]
    [InlineData("edge", "panel", 3.0)]
    [InlineData("quiet", "page", 4.5)]
    [InlineData("quiet", "panel", 4.5)]
    public void A_color_is_told_from_what_is_behind_it(string name, string ground, double least)
    {
        Assert.InRange(Contrast(Luminance(name, dark: false), Luminance(ground, dark: false)), least, 21);
        Assert.InRange(Contrast(Luminance(name, dark: true), Luminance(ground, dark: true)), least, 21);
    }

    [Fact]
    public void Fields_have_an_edge_and_a_placeholder_that_can_be_seen()
    {
        Assert.Matches(@"\ninput, select, textarea, button \{[^}]*border: 1px solid var\(--edge\);", s_style);
        Assert.Contains("\n::placeholder { color: var(--quiet); opacity: 1; }", s_style, StringComparison.Ordinal);
    }

    private static double Contrast(double one, double other) =>
        (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    /// <summary>The relative luminance of a color of the style sheet.</summary>
    private static double Luminance(string name, bool dark)
    {
        var color = Color().Matches(s_style).Single(match => match.Groups[1].Value == name);
        var digits = color.Groups[dark ? 3 : 2].Value;
        if (digits.Length == 3)
            digits = string.Concat(digits.Select(digit => $"{digit}{digit}"));
        return 0.2126 * Linear(digits[..2]) + 0.7152 * Linear(digits[2..4]) + 0.0722 * Linear(digits[4..]);
    }

    private static double Linear(string digits)
    {
        var part = int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"--(\w+): light-dark\(#(\w+), #(\w+)\);")]
    private static partial Regex Color();
}
