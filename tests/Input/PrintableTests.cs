using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Input;

namespace Hookwork.Tests.Input;

public sealed class PrintableTests
{
    private static readonly UTF8Encoding s_strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    [Theory]
    [InlineData(null, "")]
    [InlineData("virtio-net: Fix leak – ü €", "virtio-net: Fix leak – ü €")]
    [InlineData("a\r\nb\tc\0d", @"a\u000d\u000ab\u0009c\u0000d")]
    [InlineData("\u001b[31mred\u0085\u2028\u2029", @"\u001b[31mred\u0085\u2028\u2029")]
    public void Escapes_what_no_line_may_hold(string? text, string expected) =>
        Assert.Equal(expected, Printable.Escape(text));

    [Theory]
    [InlineData("No such host.\r\nStatus: 0\nHeaders:", "No such host.")]
    [InlineData("No such host", "No such host")]
    [InlineData("", "")]
    public void The_first_line_is_that_of_the_message(string message, string expected) =>
        Assert.Equal(expected, Printable.FirstLine(new InvalidOperationException(message)));

    [Fact]
    public void Cuts_what_is_long_between_two_characters()
    {
        Assert.Equal(new string('x', 300) + "…", Printable.Escape(new string('x', 301)));
        s_strict.GetBytes(Printable.Escape(new string('x', 299) + "😀😀"));
    }

    [Fact]
    public void Any_text_becomes_one_short_line() =>
        Prop.ForAll<string?>(text =>
            {
                var escaped = Printable.Escape(text);
                Assert.DoesNotContain(
                    escaped,
                    character => char.IsControl(character) || character is '\u2028' or '\u2029'
                );
                Assert.InRange(escaped.Length, 0, 1801);
            })
            .QuickCheckThrowOnFailure();
}
