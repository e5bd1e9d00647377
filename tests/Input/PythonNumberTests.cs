using Hookwork.Input;

namespace Hookwork.Tests.Input;

/// <summary>What Python's <c>int</c> takes; the numbers are those that it gives.</summary>
public sealed class PythonNumberTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("+1", 1)]
    [InlineData("-7", -7)]
    [InlineData(" 01\t", 1)]
    [InlineData("１２", 12)]
    [InlineData("١", 1)]
    [InlineData("1_000", 1000)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9999999999999999999999999", long.MaxValue)]
    [InlineData("-9999999999999999999999999", long.MinValue)]
    public void A_number_is_read_as_Python_reads_it(string text, long expected)
    {
        Assert.True(PythonNumber.TryRead(text, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("+")]
    [InlineData("1.0")]
    [InlineData("0x1")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("+-1")]
    [InlineData("½")]
    public void Anything_else_is_no_number(string? text) => Assert.False(PythonNumber.TryRead(text, out _));
}
