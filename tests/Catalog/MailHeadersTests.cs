using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Tests.Hostile;
using Hookwork.Tests.Recorded;
using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Tests.Catalog;

public sealed class MailHeadersTests
{
    [Theory]
    [InlineData("\"Doe, John\" <john@doe.example>, b@c.example", "\"Doe, John\" <john@doe.example>", "b@c.example")]
    [InlineData(
        "Doe, John <john@doe.example>, Roe, Jane <jane@roe.example>",
        "Doe, John <john@doe.example>",
        "Roe, Jane <jane@roe.example>"
    )]
    [InlineData("\"a@b, \\\"c\\\"\" <d@e.example>, f@g.example", "\"a@b, \\\"c\\\"\" <d@e.example>", "f@g.example")]
    [InlineData(
        "john@doe.example (Doe, John (senior)), b@c.example",
        "john@doe.example (Doe, John (senior))",
        "b@c.example"
    )]
    [InlineData(
        "Maintainers: a@b.example, c@d.example; e@f.example",
        "Maintainers: a@b.example",
        "c@d.example",
        "e@f.example"
    )]
    [InlineData("undisclosed-recipients:;", "undisclosed-recipients:;")]
    [InlineData(
        "=?utf-8?q?J=C3=B6rg?= =?utf-8?b?IE3DvGxsZXI=?= <j@m.example>,\r\n\tb@c.example",
        "Jörg Müller <j@m.example>",
        "b@c.example"
    )]
    [InlineData("=?utf-8?q?=C3?= =?utf-8?q?=A9?= <e@f.example>", "é <e@f.example>")]
    [InlineData("\"=?iso-8859-1?Q?Andr=E9?=\" <a@b.example>", "\"André\" <a@b.example>")]
    [InlineData("=?utf-8?q?a b??= <a@b.example>", "a b? <a@b.example>")]
    [InlineData("Jörg Müller <j@m.example>", "Jörg Müller <j@m.example>")]
    [InlineData(" ,, ", ",,")]
    [InlineData("")]
    public void Reads_addresses(string header, params string[] addresses) => Assert.Equal(addresses, Addresses(header));

    [Fact]
    public void Reads_all_of_a_thousand_recipients()
    {
        string[] recipients =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(number => $"\"Recipient, the {number}th of many\" <recipient-{number}@lists.example.org>"),
        ];
        var header = string.Join(",\r\n\t", recipients);

        Assert.InRange(header.Length, 60_000, 90_000);
        Assert.Equal(recipients, Addresses(header));
    }

    [Theory]
    [InlineData("[PATCH] =?UTF-8?Q?caf=C3=A9?=", "[PATCH] café")]
    [InlineData("=?utf-8?q?What??= =?utf-8?q?_now?=", "What? now")]
    // As Python names gb2312 and big5.
    [InlineData("=?eucgb2312_cn?b?tPC4tA==?= =?eucgb2312_cn?q?=D0=DE?=", "答复修")]
    [InlineData("=?big5_tw?b?ufmxUrph?= (=?big5_tw?=)", "廖崇榮 (=?big5_tw?=)")]
    // As Python names bytes without a charset.
    [InlineData("=?unknown-8bit?q?caf=C3=A9?=", "café")]
    [InlineData("=?unknown-8bit?b?Y2Fm6Q==?=", "café")]
    [InlineData("=?unknown-8bit?q?caf=C3?=\n =?unknown-8bit?q?=A9?=", "café")]
    [InlineData("=?utf-8?q?unended", "=?utf-8?q?unended")]
    [InlineData(" a\r\n b ", "a\r\n b")]
    public void Decodes_a_subject(string header, string text) =>
        Assert.Equal(text, Headers(new JsonObject { ["subject"] = header }).Text("Subject"));

    [Fact]
    public void A_header_in_two_spellings_counts_once()
    {
        // As Patchwork shows "CC: <a@b.example>" and "Cc: <c@d.example>".
        var both = Headers(
            new JsonObject
            {
                ["CC"] = new JsonArray("<a@b.example>", "<c@d.example>"),
                ["Cc"] = new JsonArray("<a@b.example>", "<c@d.example>"),
            }
        );

        Assert.Equal(["<a@b.example>", "<c@d.example>"], both.Addresses("Cc"));
        Assert.Equal(2 * "Cc: <a@b.example>\n".Length, both.Size);
    }

    [Fact]
    public void Of_the_references_in_a_very_long_thread_the_first_and_the_nearest_count()
    {
        string[] ids = [.. Enumerable.Range(0, 300).Select(number => $"{number}@lists.example.org")];
        var headers = Headers(
            new JsonObject
            {
                ["References"] = string.Join("\r\n ", ids.Select(id => $"<{id}>")),
                ["In-Reply-To"] = $"<{ids[^1]}>",
            }
        );

        var (references, parent) = headers.Ancestors;

        Assert.Equal([ids[0], .. ids[^199..]], references);
        Assert.Equal(ids[^1], parent);
    }

    [Fact]
    public void No_word_of_any_header_is_lost()
    {
        Assert.All(
            HostileText.All,
            shape =>
            {
                var header = shape.At(2000);
                var text = Headers(new JsonObject { ["To"] = header }).Text("To");
                Assert.Equal(Terms(text!), Terms(string.Join('\n', Addresses(header))));
            }
        );
    }

    [Fact]
    public void Reads_every_recorded_header_as_MimeKit_does()
    {
        var read = 0;
        foreach (var list in (string[])["patches", "covers", "patch-comments", "cover-comments"])
        {
            foreach (var (name, value) in Exchanges.Read(list).SelectMany(mail => mail["headers"]?.AsObject() ?? []))
            {
                foreach (
                    var header in (value is JsonArray several ? several.ToList() : [value]).Select(one => (string)one!)
                )
                {
                    var headers = Headers(new JsonObject { [name] = header });
                    Assert.Equal(Rfc2047.DecodeText(Encoding.UTF8.GetBytes(header)).Trim(), headers.Text(name));
                    if (name is not ("From" or "To" or "Cc"))
                        continue;
                    var mailboxes = InternetAddressList
                        .Parse(header)
                        .Mailboxes.Select(mailbox => $"{mailbox.Name} {mailbox.Address}");
                    Assert.Equal(Indexed(name, mailboxes), Indexed(name, headers.Addresses(name)));
                    read++;
                }
            }
        }
        Assert.Equal(1558, read);
    }

    /// <summary>Phrases may span authors, but not recipients.</summary>
    private static IEnumerable<string> Indexed(string name, IEnumerable<string> addresses) =>
        (name == "From" ? [string.Join(", ", addresses)] : addresses).Select(Terms);

    private static string Terms(string text) => string.Join(' ', Tokens.Of(text));

    private static IReadOnlyList<string> Addresses(string header) =>
        Headers(new JsonObject { ["To"] = header }).Addresses("to");

    private static MailHeaders Headers(JsonObject headers) => new(JsonSerializer.SerializeToElement(headers));
}
