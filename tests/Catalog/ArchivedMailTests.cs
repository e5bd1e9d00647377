using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query;
using Hookwork.Mail.Diffs;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Tests.Catalog;

/// <summary>What a mail's headers say, as queries find it.</summary>
public sealed class ArchivedMailTests
{
    [Theory]
    [InlineData("Ann Bee via qemu-devel <qemu-devel@nongnu.org>", "f:ann@bee.example", true)]
    [InlineData("Ann Bee via qemu-devel <qemu-devel@nongnu.org>", "a:ann@bee.example", true)]
    [InlineData("Ann Bee via qemu-devel <qemu-devel@nongnu.org>", "f:qemu-devel@nongnu.org", true)]
    [InlineData("'Ann Bee' via list <list@groups.example>", "f:\"Ann Bee\"", true)]
    [InlineData("list@groups.example", "f:Ann", true)]
    [InlineData("list@groups.example", "t:ann", false)]
    [InlineData("Ann Bee <ANN@bee.example>", "f:\"bee example ann\"", false)]
    [InlineData("=?utf-8?q?Ann_B=C3=A9e?= via l <l@l.example>", "f:ann@bee.example f:l@l.example", true)]
    public void The_author_is_found_where_a_list_rewrote_From(string from, string typed, bool matches) =>
        AssertMatch(new JsonObject { ["From"] = from, ["Reply-To"] = "Ann Bee <ann@bee.example>" }, typed, matches);

    [Fact]
    public void The_author_that_a_list_kept_is_found() =>
        AssertMatch(
            new JsonObject { ["From"] = "via l <l@l.example>", ["X-Original-From"] = "Cy Dee <cy@dee.example>" },
            "f:cy@dee.example f:ann@bee.example",
            true
        );

    [Theory]
    [InlineData("Received", "from a by b; Sat, 02 May 2026 10:00:00 +0200", "rt:20260502080000..20260502080000", true)]
    [InlineData("Received", "from a by b; nonsense", "rt:20260501", true)]
    [InlineData("Received", "from a by b", "rt:20260502..", false)]
    [InlineData("List-Id", "QEMU developers <QEMU-devel.nongnu.org>", "lid:qemu-devel.nongnu.org", true)]
    [InlineData("List-Id", "QEMU developers <qemu-devel.nongnu.org>", "l:developers", false)]
    [InlineData("List-Id", "no brackets", "l:brackets", false)]
    [InlineData("References", "<a@b> <c@d>", "references:c@d", true)]
    [InlineData("In-Reply-To", "<e@f> (a comment)", "references:<e@f>", true)]
    [InlineData("References", "<a@b>", "references:b", false)]
    [InlineData(
        "In-Reply-To",
        "=?utf-8?q?=3Ca-long-one=40?=\n =?utf-8?q?b=2Eexample=3E?=",
        "references:a-long-one@b.example",
        true
    )]
    [InlineData("Content-Disposition", "attachment; filename=\"x-fix.patch\"", "n:fix has:attachment", true)]
    [InlineData("Content-Type", "text/x-patch; name=y.diff", "n:y.diff -has:attachment", true)]
    [InlineData("Content-Type", "multipart/mixed; boundary=b", "has:attachment", true)]
    [InlineData("Content-Type", "multipart/signed; boundary=b", "has:attachment", false)]
    [InlineData("Subject", "[RFC PATCH net-next v3 2/5] x", "prefix:net-next prefix:rfc version:3", true)]
    [InlineData("Subject", "[RFC PATCH net-next v3 2/5] x", "prefix:net", false)]
    [InlineData("Subject", "Re: [PATCHv4] x", "version:4", true)]
    // Of "Read =?utf-8?q?it?=", as git encodes it.
    [InlineData("Subject", "=?utf-8?q?Read_=3D=3Futf-8=3Fq=3Fit=3F=3D?=", "s:utf s:it", true)]
    [InlineData("To", "qemu-devel@nongnu.org", "qemu", false)]
    [InlineData("Cc", "qemu-devel@nongnu.org", "nongnu", false)]
    [InlineData("To", "qemu-devel@nongnu.org", "tc:qemu", true)]
    [InlineData("X-Test", "0123456789", "z:20..40", true)]
    [InlineData("X-Test", "0123456789", "z:100..", false)]
    public void A_header_is_found_by_its_prefix(string name, string value, string typed, bool matches) =>
        AssertMatch(new JsonObject { [name] = value }, typed, matches);

    [Theory]
    [InlineData("回复: [PATCH net-next v3 2/5] x", true)]
    [InlineData("[EXT] Re: [PATCH net-next v3 2/5] x", true)]
    [InlineData("Re: [EXT] Re: [PATCH net-next v3 2/5] x", true)]
    [InlineData("Re: [External] : Re: [PATCH net-next v3 2/5] x", true)]
    [InlineData("SV: [PATCH net-next v3 2/5] x", true)]
    [InlineData("Re: x", true)]
    [InlineData("Re: [PATCH net-next v2 2/5] x", false)]
    public void A_comment_whose_brackets_are_not_in_front_has_those_of_what_it_is_on(string subject, bool matches)
    {
        var patch = new Patch { Id = 1, Name = "[net-next,v3,2/5] x" };
        var comment = new Comment { Id = 2, Subject = subject };

        var document = ArchivedMail.Of(comment, patch).Document;

        Assert.Equal(matches, SearchQuery.Parse("prefix:net-next version:3", FixedClock.Instance).Matches(document));
    }

    [Theory]
    [InlineData("Re: x", "[net-next,v4,2/5] x", true)]
    [InlineData("Re: x", "[net,v3,2/5] x", true)]
    [InlineData("Re: x", "[net-next,v3,2/5] y", false)]
    [InlineData("Re: [PATCH net-next v3 2/5] x", "[net-next,v4,2/5] x", false)]
    public void A_comment_is_written_again_where_it_has_the_brackets_of_a_patch_that_gets_others(
        string subject,
        string renamed,
        bool isWritten
    )
    {
        var comment = new Comment { Id = 2, Subject = subject };

        Assert.Equal(isWritten, VersionOn("[net-next,v3,2/5] x") != VersionOn(renamed));

        long VersionOn(string name) => ArchivedMail.Of(comment, new Patch { Id = 1, Name = name }).Version;
    }

    [Theory]
    [InlineData("dfa:old dfb:new", true)]
    [InlineData("dfa:new", false)]
    [InlineData("dfb:old", false)]
    [InlineData("dfa:kept OR dfb:kept", false)]
    [InlineData("1234567 b:89abcde", true)]
    [InlineData("q:1234567", false)]
    public void A_diff_is_found_by_its_sides(string typed, bool matches) => AssertMatch([], typed, matches, Diff);

    [Fact]
    public void A_diff_is_found_by_its_patch_id()
    {
        AssertMatch([], $"patchid:{PatchId.Of(Diff)}", true, Diff);
        AssertMatch([], $"patchid:{new string('0', 40)}", false, Diff);
    }

    [Theory]
    [InlineData("references:bob@c.example", false)]
    [InlineData("references:List@c.example", false)]
    [InlineData("references:y", false)]
    [InlineData("references:a@b", true)]
    public void An_address_where_a_message_id_is_expected_refers_to_no_mail(string typed, bool matches) =>
        AssertMatch(
            new JsonObject
            {
                ["To"] = "Bob <bob@c.example>",
                ["Cc"] = "x@c.example, list@c.example",
                ["In-Reply-To"] = "<Bob@c.example>",
                ["References"] = "<a@b> <list@c.example> <y>",
            },
            typed,
            matches
        );

    private const string Diff = """
        diff --git a/x.c b/x.c
        index 1234567..89abcde 100644
        --- a/x.c
        +++ b/x.c
        @@ -1,2 +1,2 @@
         kept
        -old
        +new

        """;

    private static void AssertMatch(JsonObject headers, string typed, bool matches, string? diff = null)
    {
        var document = ArchivedMail
            .Of(
                new Patch
                {
                    Id = 1,
                    Name = "x",
                    Msgid = "<1@x>",
                    Date = "2026-05-01T12:00:00",
                    Content = "text\n",
                    Diff = diff,
                    Submitter = new Person
                    {
                        Id = 1,
                        Name = "Ann Bee",
                        Email = "ann@bee.example",
                    },
                    Headers = JsonSerializer.SerializeToElement(headers),
                }
            )
            .Document;
        using var shelf = new MailShelf(document);
        var query = SearchQuery.Parse(typed, FixedClock.Instance);
        Assert.Equal(matches, query.Matches(document));
        Assert.Equal(matches, shelf.Find(query).Count == 1);
    }
}
