using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class PullRequestsTests
{
    private const string Since =
        "The following changes since commit 0123456789abcdef0123456789abcdef01234567:\n\n  Merge x (2026-01-09)\n\n";
    private const string UpTo =
        "\n\nfor you to fetch changes up to 89abcdef0123456789abcdef0123456789abcdef:\n\n  tidy (2026-01-10)\n";

    [Theory]
    [InlineData(
        "are available in the Git repository at:\n\n  https://git.example.org/x.git tags/pull-1",
        "https://git.example.org/x.git",
        "tags/pull-1"
    )]
    [InlineData(
        "are available in the git repository at:\n\n  git://git.example.org/x.git for-linus",
        "git://git.example.org/x.git",
        "for-linus"
    )]
    [InlineData(
        "are available in the Git repository at:\r\n\r\n  git@example.org:x/y.git tags/a\r",
        "git@example.org:x/y.git",
        "tags/a"
    )]
    [InlineData("are available in the Git repository at:\n  ssh://example.org/x.git", "ssh://example.org/x.git", null)]
    [InlineData(
        "are available in the Git repository at https://example.org/x.git main",
        "https://example.org/x.git",
        "main"
    )]
    [InlineData(
        "is available in the Git repository at: https://example.org/x.git main",
        "https://example.org/x.git",
        "main"
    )]
    [InlineData(
        "are available in the Git repository\nat:\n\n  https://example.org/x.git main",
        "https://example.org/x.git",
        "main"
    )]
    [InlineData(
        "are available in the git repository at:\n\n  git://example.org/x.git \\\n      for-5.1",
        "git://example.org/x.git",
        "for-5.1"
    )]
    [InlineData(
        "are available in the git repository at:\n\n  git://example.org/x.git\n  tags/wrapped",
        "git://example.org/x.git",
        "tags/wrapped"
    )]
    [InlineData(
        "are available in the Git repository at:\n\n  https://example.org/x/\n  tags/wrapped",
        "https://example.org/x/",
        "tags/wrapped"
    )]
    [InlineData(
        "are available in the Git repository at:\n\n  https://example.org/a-\n  b/c tags/wrapped",
        "https://example.org/a-b/c",
        "tags/wrapped"
    )]
    [InlineData(
        "are found in the git repository at:\n\n  master.example.org@git:/x.git/ drm",
        "master.example.org@git:/x.git/",
        "drm"
    )]
    // What follows is no ref.
    [InlineData("are available in the Git repository at:\n\n  https://e.org/x.git\n  -x", "https://e.org/x.git", null)]
    [InlineData("are available in the Git repository at:\n\n  file:///x --upload-pack=y", "file:///x", null)]
    [InlineData(
        "are available in the Git repository at:\n\n  https://e.org/x.git\n  x(y)",
        "https://e.org/x.git",
        null
    )]
    public void Reads_repository_and_ref(string request, string url, string? reference)
    {
        var read = PullRequests.Of("Hi,\n\n" + Since + request + UpTo);

        Assert.Equal((url, reference), (read?.Url, read?.Ref));
        Assert.Equal("0123456789abcdef0123456789abcdef01234567", read?.Since);
        Assert.Equal("89abcdef0123456789abcdef0123456789abcdef", read?.UpTo);
        Assert.Equal(reference is null ? url : $"{url} {reference}", read?.ToString());
    }

    [Theory]
    [InlineData("are available in the\nGit repository at:\n\n  https://git.example.org/x.git main")]
    [InlineData("are available\nin the Git\nrepository at\n\n  https://git.example.org/x.git main")]
    [InlineData("are available in the Git repository at:\n\n  https://git.example.org/\nx.git main")]
    [InlineData("are available in the Git repository at:\n\n  https://git.example.org/\n  x.git\n  main")]
    [InlineData("are available in the Git repository at:\n\n  https://git.example.org\n/x.git main")]
    [InlineData("are available in the Git repository at:\n\n  https://git.exam\nple.org/x.git main")]
    [InlineData("are available in the Git repository\r\nat:\r\n\r\n  https://git.example.org/x.git\r\n  main\r\n")]
    public void Any_line_may_be_wrapped(string request)
    {
        foreach (var (since, upTo) in new[] { (Since, UpTo), (Wrapped(Since), Wrapped(UpTo)) })
        {
            var read = PullRequests.Of("Hi,\n\n" + since + request + upTo);

            Assert.Equal("https://git.example.org/x.git main", read?.ToString());
            Assert.Equal("0123456789abcdef0123456789abcdef01234567", read?.Since);
            Assert.Equal("89abcdef0123456789abcdef0123456789abcdef", read?.UpTo);
        }

        static string Wrapped(string text) =>
            text.Replace("changes ", "changes\n", StringComparison.Ordinal)
                .Replace(" commit ", " commit\n  ", StringComparison.Ordinal)
                .Replace(" up to ", " up to\n", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("This series is also available in the Git repository at:\n\n  https://example.org/x.git topic\n")]
    [InlineData(
        "> The following changes since commit 0123456789abcdef:\n> are available in the Git repository at:\n>  https://e.org/x.git y\n"
    )]
    [InlineData(
        "The following changes since commit 0123456789abcdef:\n\nare available in the Git repository at:\n\n  some place\n"
    )]
    [InlineData("The following changes since commit 0123456789abcdef:\n\nare available in the Git repository at:")]
    [InlineData(
        "The following changes since commit 0123456789abcdef:\n\nare available in the Git repository at:\n\n\n\n"
    )]
    [InlineData(Since + "are available in the\n> well\nGit repository at:\n\n  https://e.org/x.git main")]
    [InlineData(Since + "> are available in the Git repository at https://e.org/x.git main")]
    [InlineData(Since + "are available in the Git repository at:\n\n  https://")]
    [InlineData(Since + "are available in the Git repository at:\n\n  ://e.org/x.git")]
    [InlineData(Since + "are available in the Git repository at:\n\n  git@e.org:")]
    [InlineData(Since + "are available in the Git repository at:\n\n  @e.org:x.git")]
    [InlineData(Since + "are available in the Git repository at:\n\n  --upload-pack=x@e.org:y main")]
    public void Finds_none_in_other_text(string? content) => Assert.Null(PullRequests.Of(content));

    [Fact]
    public void Half_the_sentences_are_enough()
    {
        const string Request = "are available in the Git repository at:\n\n  https://example.org/x.git tags/a";

        Assert.Null(PullRequests.Of(Since + Request)?.UpTo);
        Assert.Equal("tags/a", PullRequests.Of(Since + Request)?.Ref);
        Assert.Null(PullRequests.Of(Request + UpTo)?.Since);
        Assert.Equal("tags/a", PullRequests.Of(Request + UpTo)?.Ref);
    }
}
