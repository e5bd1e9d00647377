using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Mail.Mboxes;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Mail.Mboxes;

/// <summary>The submitter's header is written as Patchwork writes it: each value was printed by Python.</summary>
public sealed class SubmitterHeaderTests
{
    [Theory]
    [InlineData("Ann Bee", "Ann Bee <ann@example.org>")]
    [InlineData("Bee, Ann", "\"Bee, Ann\" <ann@example.org>")]
    [InlineData("Ann \"Q\" Bee", "\"Ann \\\"Q\\\" Bee\" <ann@example.org>")]
    [InlineData("Ann\\Bee", "\"Ann\\\\Bee\" <ann@example.org>")]
    [InlineData("Änn Bée", "=?utf-8?b?w4RubiBCw6ll?= <ann@example.org>")]
    [InlineData("Ann\u00a0Bee", "=?utf-8?q?Ann=C2=A0Bee?= <ann@example.org>")]
    [InlineData("\U0001f600 smile", "=?utf-8?b?8J+YgCBzbWlsZQ==?= <ann@example.org>")]
    [InlineData("", "ann@example.org")]
    [InlineData(null, "ann@example.org")]
    [InlineData("a.b", "\"a.b\" <ann@example.org>")]
    [InlineData("tab\tname", "tab\tname <ann@example.org>")]
    [InlineData(
        "word word word word word word word word word word word word word word word word word word",
        "word word word word word word word word word word word\n word word word word word word word <ann@example.org>"
    )]
    [InlineData(
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "\n AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n <ann@example.org>"
    )]
    [InlineData(
        "Some Body, of the Institute for Long Names and of Other Things, Division",
        "\"Some Body,\n of the Institute for Long Names and of Other Things,\n Division\" <ann@example.org>"
    )]
    public void A_name_is_written_as_by_Patchwork(string? name, string expected)
    {
        var renewed = SubmitterHeader.Renew(Mbox("Before <ann@example.org>"), name, "ann@example.org")!;

        Assert.Equal(Encoding.UTF8.GetString(Mbox(expected)), Encoding.UTF8.GetString(renewed));
        Assert.Null(SubmitterHeader.Renew(renewed, name, "ann@example.org"));
    }

    [Fact]
    public void The_recorded_headers_are_those_of_the_recorded_names()
    {
        var people = Exchanges.Read("people").ToDictionary(Id);
        var mails = Exchanges
            .Read("patches")
            .Select(mail => ("patch", mail))
            .Concat(Exchanges.Read("covers").Select(mail => ("cover", mail)))
            .ToList();
        var mboxes = Exchanges
            .Read("mboxes")
            .ToDictionary(mbox => ((string)mbox["kind"]!, Id(mbox)), mbox => (string)mbox["body"]!);

        Assert.True(mails.Count > 500);
        Assert.All(
            mails,
            item =>
            {
                var (kind, mail) = item;
                var person = people[Id(mail["submitter"]!)];
                Assert.Null(
                    SubmitterHeader.Renew(
                        Encoding.UTF8.GetBytes(mboxes[(kind, Id(mail))]),
                        (string?)person["name"],
                        (string)person["email"]!
                    )
                );
            }
        );
    }

    [Fact]
    public void From_follows_where_the_list_rewrote_it()
    {
        var renewed = SubmitterHeader.Renew(
            Mbox(
                "Before <ann@example.org>",
                "X-Patchwork-Original-From: Before via list <list@example.org>\nFrom: Before <ann@example.org>\n"
            ),
            "After",
            "ann@example.org"
        )!;

        Assert.Equal(
            Encoding.UTF8.GetString(
                Mbox(
                    "After <ann@example.org>",
                    "X-Patchwork-Original-From: Before via list <list@example.org>\nFrom: After <ann@example.org>\n"
                )
            ),
            Encoding.UTF8.GetString(renewed)
        );
    }

    [Fact]
    public void From_stays_where_it_names_another_person()
    {
        const string Others =
            "X-Patchwork-Original-From: Ann via list <list@example.org>\nFrom: Bee <bee@example.org>\n";

        var renewed = SubmitterHeader.Renew(Mbox("Before <ann@example.org>", Others), "After", "ann@example.org")!;

        Assert.Equal(
            Encoding.UTF8.GetString(Mbox("After <ann@example.org>", Others)),
            Encoding.UTF8.GetString(renewed)
        );
    }

    [Fact]
    public void From_and_the_headers_of_another_server_stay()
    {
        const string Others = "From: Before <ann@example.org>\nX-Patchwork-Submitter: Before <ann@example.org>\n";

        var renewed = SubmitterHeader.Renew(Mbox("Before <ann@example.org>", Others), "After", "ann@example.org")!;

        Assert.Equal(
            Encoding.UTF8.GetString(Mbox("After <ann@example.org>", Others)),
            Encoding.UTF8.GetString(renewed)
        );
    }

    private static byte[] Mbox(string submitter, string headers = "From: Ann <ann@example.org>\n") =>
        Encoding.UTF8.GetBytes(
            $"From patchwork Mon Jan  1 00:00:00 2026\nContent-Type: text/plain\nX-Patchwork-Submitter: {submitter}\nX-Patchwork-Id: 1\n{headers}\nX-Patchwork-Submitter: of the body\n"
        );

    private static long Id(JsonNode item) => (long)item["id"]!;
}
