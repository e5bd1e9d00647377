using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Patchwork;

namespace Hookwork.Tests.Patchwork;

public sealed class PlainJsonEncoderTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<a href='/x'>&amp;+`</a>", "<a href='/x'>&amp;+`</a>")]
    [InlineData("\"\\/", "\\\"\\\\/")]
    [InlineData("\b\t\n\f\r", @"\b\t\n\f\r")]
    [InlineData("\0\u000b\u001b\u001f\u007f\u0080\u009f", "\\u0000\\u000b\\u001b\\u001f\u007f\u0080\u009f")]
    [InlineData("a\u00a0b\u200bc\u00add\ufeffe\u0301", "a\u00a0b\u200bc\u00add\ufeffe\u0301")]
    [InlineData("ü 中 😀 \U0010ffff \ue000 \uffff", "ü 中 😀 \U0010ffff \ue000 \uffff")]
    [InlineData("\u2027\u2028\u2029\u202a “…”", "\u2027\\u2028\\u2029\u202a “…”")]
    [InlineData("\n\u2028\n", @"\n\u2028\n")]
    public void Escapes_what_Patchwork_escapes(string text, string escaped)
    {
        Assert.Equal($"\"{escaped}\"", Written(writer => writer.WriteStringValue(text)));
        Assert.Equal($"\"{escaped}\"", Written(writer => writer.WriteStringValue(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void A_lone_surrogate_becomes_a_replacement_character()
    {
        Assert.Equal("\"a\ufffdb\\n\"", Written(writer => writer.WriteStringValue("a\ud800b\n")));
        Assert.Equal("\"\ufffd\"", Written(writer => writer.WriteStringValue("\udc00")));
    }

    [Fact]
    public void Any_text_reads_back() =>
        Prop.ForAll<string?>(text =>
            {
                var sent = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
                var json = Written(writer => writer.WriteStringValue(text ?? ""));
                Assert.Equal(sent, JsonSerializer.Deserialize<string>(json));
                Assert.Equal(json, Written(writer => writer.WriteStringValue(Encoding.UTF8.GetBytes(sent))));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_become_JSON() =>
        Prop.ForAll<byte[]>(bytes =>
                Assert.Equal(
                    Encoding.UTF8.GetString(bytes),
                    JsonSerializer.Deserialize<string>(Written(writer => writer.WriteStringValue(bytes)))
                )
            )
            .QuickCheckThrowOnFailure();

    private static string Written(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(PlainJson.Write(write).Span);
}
