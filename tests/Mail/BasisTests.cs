using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class BasisTests
{
    [Fact]
    public void Reads_what_git_b4_and_qemu_write()
    {
        var basis = Basis.Of(
            """
            Hello,

            Based-on: <20240501120000.1234-1-a@b.example>
            ("[PATCH v2 0/3] before it")
            based-on: 20240502120000.1234-1-a@b.example, <c@d.example>

            ---
            base-commit: 0123456789abcdef0123456789abcdef01234567
            prerequisite-patch-id: 1111111111111111111111111111111111111111
            prerequisite-patch-id: 2222222222222222222222222222222222222222
            prerequisite-change-id: 20240401-other-0123456789ab:v2
            prerequisite-message-id: <e@f.example>
            change-id: 20240501-tidy-rings-0123456789ab

            Best regards,
            """
        );

        Assert.Equal("0123456789abcdef0123456789abcdef01234567", basis.BaseCommit);
        Assert.Equal("20240501-tidy-rings-0123456789ab", basis.ChangeId);
        Assert.Equal(
            [
                "message-id <20240501120000.1234-1-a@b.example>",
                "message-id <20240502120000.1234-1-a@b.example>",
                "message-id <c@d.example>",
                "commit 0123456789abcdef0123456789abcdef01234567",
                "patch-id 1111111111111111111111111111111111111111",
                "patch-id 2222222222222222222222222222222222222222",
                "change-id 20240401-other-0123456789ab:v2",
                "message-id <e@f.example>",
            ],
            Describe(basis)
        );
    }

    [Theory]
    [InlineData("Depends-on: <a.1@b.example>", "message-id <a.1@b.example>")]
    [InlineData(
        "Depends-On: a.1@b.example, c.2@d.example (\"net: x@y\")",
        "message-id <a.1@b.example>|message-id <c.2@d.example>"
    )]
    [InlineData("depends on: <a.1@b.example>.", "message-id <a.1@b.example>")]
    [InlineData(
        "Depends-on: https://pw.example/project/net/patch/a.1@b.example/",
        "patch https://pw.example/project/net/patch/a.1@b.example/"
    )]
    [InlineData("Depends-on: <https://pw.example/api/patches/12/>", "patch https://pw.example/api/patches/12/")]
    [InlineData(
        "Depends-on: https://pw.example/api/patches/?series=12",
        "series https://pw.example/api/patches/?series=12"
    )]
    [InlineData("Depends-on: http://pw.example/series/12/mbox/", "series http://pw.example/series/12/mbox/")]
    [InlineData(
        "Depends-on: https://pw.example/project/net/list/?series=12&state=*",
        "series https://pw.example/project/net/list/?series=12&state=*"
    )]
    [InlineData(
        "Depends-on: series-31 (\"ring: grow\")\nDepends-on: Patch-72 (\"ring: shrink\")",
        "series 31|patch 72"
    )]
    [InlineData(
        "Depends-on: patch-19 (\"m two (a@b), patch-20\"), series-32 (m three), <a.1@b.example> \"c@d\", series-33 (e@f",
        "patch 19|series 32|message-id <a.1@b.example>|series 33"
    )]
    [InlineData("Depends-on: https://lore.example/all/a.1%2B2@b.example/T/#u", "message-id <a.1+2@b.example>")]
    [InlineData("Depends-on: https://lore.example/all/a.1%40b.example/", "message-id <a.1@b.example>")]
    [InlineData("Depends-on: https://pw.example/project/net/cover/a%252F1@b.example/", "message-id <a/1@b.example>")]
    [InlineData(
        "Depends-on: https://forge.example/x/-/merge_requests/7",
        "url https://forge.example/x/-/merge_requests/7"
    )]
    [InlineData(
        "Depends-On: I0123456789abcdef0123456789abcdef01234567",
        "change-id I0123456789abcdef0123456789abcdef01234567"
    )]
    [InlineData(
        "Based-on:\n  <a.1@b.example>\n  - <c.2@d.example>\n\thttps://pw.example/series/3/\nthanks <e@f.example>",
        "message-id <a.1@b.example>|message-id <c.2@d.example>|series https://pw.example/series/3/"
    )]
    [InlineData("Based-on: <a.1@b.example>\n<c.2@d.example>", "message-id <a.1@b.example>")]
    [InlineData("Based-on: <a.1@b.example>\ntext\n  <c.2@d.example>", "message-id <a.1@b.example>")]
    [InlineData(
        "base-commit: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "commit 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    )]
    [InlineData("Based-on: [PATCH 0/2] ring: grow <a.1@b.example>", "message-id <a.1@b.example>")]
    [InlineData("text\n---\nv2: better\n  base-commit: 01234567 (v9.1)\n", "commit 01234567")]
    [InlineData("base-tree: 0123456789\nprerequisite-patch-id: abcdef0123", "tree 0123456789|patch-id abcdef0123")]
    [InlineData(
        "prerequisite-change-id: 20260101-ring-0123456789ab:v3\nprerequisite-message-id: <a.1@b.example>",
        "change-id 20260101-ring-0123456789ab:v3|message-id <a.1@b.example>"
    )]
    public void Reads_what_people_write(string content, string expected) =>
        Assert.Equal(expected.Split('|'), Describe(Basis.Of(content)));

    [Theory]
    [InlineData(
        "Depends-on: <a.1@b.example>\n\t<c.2@d.example>\n",
        "message-id <a.1@b.example>|message-id <c.2@d.example>"
    )]
    [InlineData("X-Depends-On: https://pw.example/series/3/\n", "series https://pw.example/series/3/")]
    [InlineData("Based-on: <a.1@b.example>\nTo: c@d.example\n", "message-id <a.1@b.example>")]
    [InlineData("To: a@b.example\nX-Base-Commit: 0123456789\n", "commit 0123456789")]
    [InlineData("Prerequisite-Message-Id: <a.1@b.example>\n", "message-id <a.1@b.example>")]
    [InlineData("In-Reply-To: <a.1@b.example>\nReferences: <a.1@b.example>\n", "")]
    public void Reads_headers(string headers, string expected) =>
        Assert.Equal(expected, string.Join('|', Describe(Basis.Of("text", headers))));

    [Fact]
    public void A_change_id_in_the_text_counts_before_one_in_the_headers()
    {
        const string Header = "X-Change-ID: 20260101-head-0123456789ab\n";

        Assert.Equal("20260101-head-0123456789ab", Basis.Of("text", Header).ChangeId);
        Assert.Equal("20260102-text-0123456789ab", Basis.Of("change-id: 20260102-text-0123456789ab", Header).ChangeId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("> base-commit: 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("base-commit: master")]
    [InlineData("base-commit: 0123456789abcdefg")]
    [InlineData("base-commit:")]
    [InlineData("Change-Id: I0123456789abcdef0123456789abcdef01234567")]
    [InlineData("change-id: 20240501")]
    [InlineData("Based-on: what they said")]
    [InlineData("Based-on: file://\u200e")]
    [InlineData("Based-on: vsmacros://\u200e")]
    [InlineData("Based-on: a@ @b @")]
    [InlineData("Depends-on: the series before it")]
    [InlineData("Depends-on: series-x patch- https://")]
    [InlineData("It depends on: <a@b.example>")]
    [InlineData("  <a@b.example>")]
    [InlineData("change-id: tidy-rings")]
    [InlineData("base-tree: 12345")]
    [InlineData("> Depends-on: <a@b.example>")]
    public void Finds_nothing_in_other_text(string? content)
    {
        var basis = Basis.Of(content);

        Assert.Null(basis.BaseCommit);
        Assert.Null(basis.ChangeId);
        Assert.Empty(basis.BasedOn);
    }

    [Fact]
    public void A_name_that_is_longer_than_any_is_none()
    {
        var digits = new string('1', 200);

        var basis = Basis.Of(
            $"Depends-on: <{digits}@b.example>, <a@b.example>\nchange-id: {digits}-a\nprerequisite-change-id: {digits}-b\n"
        );

        Assert.Null(basis.ChangeId);
        Assert.Equal(["message-id <a@b.example>"], Describe(basis));
    }

    [Fact]
    public void The_first_base_commit_counts() =>
        Assert.Equal("1111111", Basis.Of("base-commit: 1111111\r\nbase-commit: 2222222\r\n").BaseCommit);

    [Fact]
    public void The_first_change_id_counts() =>
        Assert.Equal("20260101-a-01", Basis.Of("change-id: 20260101-a-01\nchange-id: 20260102-b-02\n").ChangeId);

    private static IEnumerable<string> Describe(Basis basis) => basis.BasedOn.Select(on => $"{on.Kind} {on.Value}");
}
