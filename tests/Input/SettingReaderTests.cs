using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Input;

public sealed class SettingReaderTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData(" 7 ", 7)]
    public void Blanks_are_no_part_of_a_setting(string? value, int? expected) =>
        Assert.Equal(expected, Set(value).Read("Hookwork__Days", 1, 7, "1 to 7"));

    [Theory]
    [InlineData("0")]
    [InlineData("8")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("many")]
    public void A_malformed_setting_is_named_with_its_value_and_what_to_give(string value)
    {
        var error = Assert.Throws<SettingsException>(() => Set(value).Read("Hookwork__Days", 1, 7, "1 to 7"));

        Assert.Equal($"Hookwork__Days is '{value}': give 1 to 7.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("one, two three,,four", "one", "two", "three", "four")]
    public void Commas_or_spaces_separate_words(string? value, params string[] expected) =>
        Assert.Equal(expected, Set(value).ReadWords("Hookwork__Days"));

    private static IConfiguration Set(string? value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Hookwork:Days", value)]).Build();
}
