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
        Assert.Equal([new string('1', 40), new string('2', 40)], basis.PrerequisitePatchIds);
        Assert.Equal(["20240401-other-0123456789ab:v2"], basis.PrerequisiteChangeIds);
        Assert.Equal(
            [
                "<20240501120000.1234-1-a@b.example>",
                "<20240502120000.1234-1-a@b.example>",
                "<c@d.example>",
                "<e@f.example>",
            ],
            basis.BasedOn
        );
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
    [InlineData("Based-on: a@ @b @")]
    public void Finds_nothing_in_other_text(string? content)
    {
        var basis = Basis.Of(content);

        Assert.Null(basis.BaseCommit);
        Assert.Null(basis.ChangeId);
        Assert.Empty(basis.BasedOn);
    }

    [Fact]
    public void The_first_base_commit_counts() =>
        Assert.Equal("1111111", Basis.Of("base-commit: 1111111\r\nbase-commit: 2222222\r\n").BaseCommit);
}
