using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Webhooks;

namespace Hookwork.Tests.Site.Mails;

/// <summary>A server whose comments quote lines of a diff, and one whose mails are hostile in every field.</summary>
public sealed class ReviewedPatch() : ServedFixture(340, ("Hookwork:HoldEvents", "00:00:00"))
{
    /// <summary>The patch that is reviewed, and its address.</summary>
    public const long Patch = 2170023;

    public const string Path = "/project/qemu-devel/patch/20251207111000.8811704-2-lucia@sierra.example/";

    /// <summary>The patch that has markup in every field.</summary>
    public const long Hostile = 2170054;

    /// <summary>Markup that must show as text.</summary>
    public const string Markup = "\"'><script>alert(1)</script><img src=x onerror=alert(1)><b id=broken>&lt;";

    /// <summary>The patch with a large diff.</summary>
    public const long Large = 2170025;

    /// <summary>The patch whose subject is empty.</summary>
    public const long Nameless = 2170000;

    protected override async Task EditAsync()
    {
        foreach (var (comment, addressed) in new[] { (3600020, false), (3600023, true) })
            await SeriesTests.MarkAsync(Patchwork.Url, Patch, comment, addressed);
    }

    protected override void Edit(Administration administration)
    {
        var mail = File.ReadAllText(Repository.Path("tests", "Mail", "Reviews", "replies", "patch.txt"));
        var diff = mail.IndexOf("diff --git", StringComparison.Ordinal);
        administration.EditPatch(Patch, "content", mail[..diff]);
        administration.EditPatch(Patch, "diff", mail[diff..]);
        administration.EditComment(
            3600020,
            "content",
            """
            Hello,

            > +	queue->depth = host_depth(host);

            Is the depth known here?

            > +		ring->dropped++;
            >  		return -EAGAIN;

            Who reads this?

            Acked-by: Dmitri Volkov <dvolkov@nevahost.example>
            """
        );
        administration.EditComment(3600023, "content", "> allocate that many slots.\n\nHow many is that at most?\n");
        administration.EditComment(
            3600024,
            "content",
            "On Monday, Yuki wrote:\n> How many is that at most?\n\n4096.\n"
        );
        administration.EditComment(
            3600027,
            "content",
            "Fine for me.\n\n> a\n> b\n> c\n> d\n> e\n> f\n> g\n\nReally.\n-- \nThe signature\n"
        );

        administration.EditPatch(Hostile, "name", Markup);
        administration.EditPatch(
            Hostile,
            "content",
            $"{Markup}\n\nReviewed-by: {Markup} <a@b.example>\n---\n{Markup}\n"
        );
        administration.EditPatch(
            Hostile,
            "diff",
            $"diff --git a/{Markup} b/{Markup}\n--- a/{Markup}\n+++ b/{Markup}\n@@ -1,2 +1,2 @@ {Markup}\n {Markup}\n-{Markup} one\n+{Markup} two\n"
        );
        administration.EditPatch(Hostile, "commit_ref", Markup);
        administration.EditPatch(Hostile, "pull_url", "javascript:alert(1)");
        administration.EditPatch(Hostile, "list_archive_url", "javascript:alert(1)//https://x.example/");
        administration.EditSeries(484008, "name", Markup);
        foreach (var comment in new[] { 3600048, 3600051, 3600056 })
        {
            administration.EditComment(comment, "subject", Markup);
            administration.EditComment(
                comment,
                "content",
                $"{Markup} wrote:\n> +{Markup} two\n\n{Markup}\n\nReviewed-by: {Markup} <a@b.example>\n-- \n{Markup}\n"
            );
        }
        administration.EditPatch(Large, "diff", LargeDiff());
        administration.EditPatch(Nameless, "name", "");
    }

    private static string LargeDiff()
    {
        var lines = string.Concat(Enumerable.Range(1, 6000).Select(line => $"+line {line}\n"));
        return string.Concat(
                Enumerable
                    .Range(1, 3)
                    .Select(file =>
                        $"diff --git a/large/{file}.c b/large/{file}.c\nnew file mode 100644\n--- /dev/null\n+++ b/large/{file}.c\n@@ -0,0 +1,6000 @@\n{lines}"
                    )
            )
            + "diff --git a/old name.bin b/new name.bin\nsimilarity index 90%\nrename from old name.bin\nrename to new name.bin\nindex 1111111..2222222 100644\nBinary files a/old name.bin and b/new name.bin differ\n"
            + "diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n";
    }
}
