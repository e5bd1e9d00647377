using System.Text;
using MimeKit;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Headers and lists of them.</summary>
public sealed class HeaderTests
{
    private static string RawValue(Header header) => Encoding.ASCII.GetString(header.RawValue).ReplaceLineEndings("\n");

    [Fact]
    public void Long_values_are_folded()
    {
        var header = new Header("Subject",
            "This is a subject value that should be long enough to force line wrapping to keep the line short.");

        Assert.All(RawValue(header).Split('\n'), line => Assert.True(line.Length <= 78));
        Assert.Equal(header.Value, Header.Unfold(RawValue(header)));
    }

    [Theory]
    [InlineData(": x\nSubject: y\n\n")]
    [InlineData(" Subject: y\n\n")]
    [InlineData("no colon\nSubject: y\n\n")]
    public void A_message_starts_with_the_name_of_a_field(string text) => Assert.Throws<FormatException>(() => Mail.Parse(text));

    [Fact]
    public void A_word_longer_than_a_line_is_cut()
    {
        var header = new Header("Subject", new string('x', 200));
        Assert.Equal(header.Value, Mail.Parse($"Subject:{Encoding.ASCII.GetString(header.RawValue)}\n").Subject);
    }

    [Theory]
    [InlineData("Message-Id", "<1@example.com>", " <1@example.com>\n")]
    [InlineData("To", "Jane Doe <jane@example.com>, joe@example.com", " Jane Doe <jane@example.com>, joe@example.com\n")]
    [InlineData("Content-Type", "text/plain; charset=\"utf-8\"", " text/plain; charset=utf-8\n")]
    [InlineData("X-Something", "plain", " plain\n")]
    [InlineData("X-Something", "two\n lines", " two lines\n")]
    [InlineData("X-Something", "ö", " =?utf-8?b?w7Y=?=\n")]
    public void Values_are_written_as_their_field_needs(string field, string value, string raw) =>
        Assert.Equal(raw, RawValue(new Header(field, value)));

    [Fact]
    public void Trace_headers_are_folded_between_clauses()
    {
        var value = "from thumper.example.com by greenbush.long.example.com (4.1/4.7) id <AA01648> for x; Fri, 29 Nov 91 07:13:33 EST";
        var raw = " from thumper.example.com by greenbush.long.example.com (4.1/4.7)\n\tid <AA01648> for x; Fri, 29 Nov 91 07:13:33 EST\n";

        Assert.Equal(raw, RawValue(new Header("Received", value)));
    }

    [Fact]
    public void Fields_are_known_in_any_case()
    {
        Assert.Equal(HeaderId.MessageId, new Header("MESSAGE-ID", "<1@example.com>").Id);
        Assert.Equal(HeaderId.Unknown, new Header("X-Unheard-Of", "x").Id);
        Assert.Equal("Message-Id", HeaderId.MessageId.ToHeaderName());
        Assert.Equal("MIME-Version", HeaderId.MimeVersion.ToHeaderName());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:")]
    [InlineData("ö")]
    public void Not_everything_is_a_field(string field) => Assert.Throws<ArgumentException>(() => new Header(field, "x"));

    [Theory]
    [InlineData("Subject: x", "Subject", "x")]
    [InlineData("Subject : x\r\n y\r\n", "Subject", "x y")]
    [InlineData("X:", "X", "")]
    public void A_header_is_read(string text, string field, string value)
    {
        Assert.True(Header.TryParse(text, out var header));
        Assert.Equal((field, value), (header.Field, header.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Subject")]
    [InlineData(": x")]
    [InlineData("a b: x")]
    public void What_is_no_header_is_refused(string text) => Assert.False(Header.TryParse(text, out _));

    [Fact]
    public void Raw_values_are_written_as_they_are()
    {
        var header = new Header("Subject", "x");
        header.SetRawValue("   y  \n"u8.ToArray());

        Assert.Equal("y", header.Value);
        Assert.Equal("   y  \n", RawValue(header));
        Assert.Throws<ArgumentException>(() => header.SetRawValue("y"u8.ToArray()));
    }

    [Fact]
    public void Replacing_a_header_replaces_all_of_its_field()
    {
        var headers = new HeaderList { { "From", "a@example.com" }, { "To", "1@example.com" }, { "to", "2@example.com" }, { "Cc",
            "c@example.com" } };
        headers.Replace("To", "3@example.com");

        Assert.Equal(["From", "To", "Cc"], headers.Select(header => header.Field));
        Assert.Equal("3@example.com", headers[HeaderId.To]);
        Assert.Equal(1, headers.IndexOf("TO"));
    }

    [Fact]
    public void Removing_a_header_uncovers_the_next_of_its_field()
    {
        var headers = new HeaderList { { "To", "1@example.com" }, { "To", "2@example.com" } };

        Assert.True(headers.Remove("To"));
        Assert.Equal("2@example.com", headers["To"]);
        Assert.True(headers.Remove(HeaderId.To));
        Assert.Null(headers["To"]);
        Assert.False(headers.Contains("To"));
    }

    [Fact]
    public void Inserting_a_header_before_another_makes_it_the_first()
    {
        var headers = new HeaderList { { "To", "2@example.com" } };
        headers.Insert(0, "To", "1@example.com");

        Assert.Equal("1@example.com", headers["To"]);
        Assert.Equal(1, headers.LastIndexOf("To"));
    }

    [Fact]
    public void Headers_are_loaded_without_a_body()
    {
        using var stream = new MemoryStream("A: 1\r\nB: 2\r\n\r\nbody"u8.ToArray());
        var headers = HeaderList.Load(stream);

        Assert.Equal(["A: 1", "B: 2"], headers.Select(header => header.ToString()));
    }
}
