using Hookwork.Mail;
using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

public sealed class DiffTests
{
    // The output of git diff for a sample repository.
    private const string Git = """
        diff --git a/bin b/bin
        index 4747548..d1ade2d 100644
        Binary files a/bin and b/bin differ
        diff --git a/s b/dir s
        old mode 100755
        new mode 100644
        similarity index 90%
        rename from s
        rename to dir s
        index e8823e1..5401050
        --- a/s
        +++ b/dir sTAB
        @@ -12,7 +12,7 @@
         12
         13
         14
        -15
        +fifteen
         16
         17
         18
        diff --git a/empty b/empty
        new file mode 100644
        index 0000000..e69de29
        diff --git a/link b/link
        new file mode 120000
        index 0000000..20bf592
        --- /dev/null
        +++ b/link
        @@ -0,0 +1 @@
        +m.lua
        \ No newline at end of file
        diff --git a/m.lua b/m.lua
        index c93a8bb..293fc1b 100644
        --- a/m.lua
        +++ b/m.lua
        @@ -1,3 +1,2 @@
        --- foo
        -++ bar
         z
        +++ bar
        diff --git a/nonl b/nonl
        index 3d879e0..ffebc07 100644
        --- a/nonl
        +++ b/nonl
        @@ -1 +1 @@
        -no nl
        \ No newline at end of file
        +no nl
        diff --git "a/q\"uo\\te.txt" "b/q\"uo\\te.txt"
        index bca70f3..4286f42 100644
        --- "a/q\"uo\\te.txt"
        +++ "b/q\"uo\\te.txt"
        @@ -1 +1 @@
        -q
        +r
        diff --git "a/t\tb" "b/t\tb"
        deleted file mode 100644
        index 8cc35a3..0000000
        --- "a/t\tb"
        +++ /dev/null
        @@ -1 +0,0 @@
        -tab
        diff --git a/with space.txt b/with space.txt
        index de98044..7be73ce 100644
        --- a/with space.txtTAB
        +++ b/with space.txtTAB
        @@ -1,3 +1,3 @@
         a
        -b
        +B
         c
        diff --git "a/\303\251.txt" "b/\303\251.txt"
        index 587be6b..975fbec 100644
        --- "a/\303\251.txt"
        +++ "b/\303\251.txt"
        @@ -1 +1 @@
        -x
        +y

        """;

    private static string GitDiff => Git.Replace("TAB", "\t", StringComparison.Ordinal);

    [Fact]
    public void Reads_what_git_prints() =>
        Assert.Equal(
            """
            Modified bin -> bin binary 4747548..d1ade2d 100644..100644
            Renamed s -> dir s e8823e1..5401050 100755..100644 -1+1
            Added  -> empty ..e69de29 ..100644
            Added  -> link ..20bf592 ..120000 -0+1
            Modified m.lua -> m.lua c93a8bb..293fc1b 100644..100644 -2+1
            Modified nonl -> nonl 3d879e0..ffebc07 100644..100644 -1+1
            Modified q"uo\te.txt -> q"uo\te.txt bca70f3..4286f42 100644..100644 -1+1
            Deleted t	b ->  8cc35a3.. 100644.. -1+0
            Modified with space.txt -> with space.txt de98044..7be73ce 100644..100644 -1+1
            Modified é.txt -> é.txt 587be6b..975fbec 100644..100644 -1+1
            """,
            DiffDescription.Of(GitDiff)
        );

    [Fact]
    public void Prints_again_what_git_prints() => Assert.Equal(GitDiff, DiffPrinter.Print(Diff.Parse(GitDiff)));

    [Fact]
    public void Reads_it_with_the_line_ends_of_a_mail() =>
        Assert.Equal(
            DiffDescription.Of(GitDiff),
            DiffDescription.Of(GitDiff.Replace("\n", "\r\n", StringComparison.Ordinal))
        );

    [Fact]
    public void Finds_it_between_a_message_and_a_signature() =>
        Assert.Equal(
            DiffDescription.Of(GitDiff),
            DiffDescription.Of(
                "Tidy.\n\nSigned-off-by: A\n---\n--- a list\n+++ and another\n bin | 2\n\n"
                    + GitDiff
                    + "-- \n2.43.0\n\n_____\nlist\n"
            )
        );

    [Fact]
    public void A_line_of_dashes_in_a_hunk_is_a_removed_one()
    {
        var hunk = Assert.Single(Diff.Parse(GitDiff).Single(file => file.Name == "m.lua").Hunks);

        Assert.Equal(["--- foo", "-++ bar", " z", "+++ bar"], hunk.Lines.Select(line => line.ToString()));
        Assert.True(hunk.IsWhole);
    }

    [Fact]
    public void Says_which_line_ends_a_file_without_a_line_feed()
    {
        var lines = Diff.Parse(GitDiff).Single(file => file.Name == "nonl").Hunks[0].Lines;

        Assert.Equal(
            [(DiffLineKind.Removed, true), (DiffLineKind.Added, false)],
            lines.Select(line => (line.Kind, line.EndsFile))
        );
    }

    [Fact]
    public void Carriage_returns_of_a_file_stay()
    {
        var lines = Diff.Parse("diff --git a/x b/x\r\n--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n")[0]
            .Hunks[0]
            .Lines;

        Assert.Equal(["a\r", "b\r"], lines.Select(line => line.Text.ToString()));
    }

    [Fact]
    public void Reads_a_binary_patch()
    {
        const string Patch = """
            diff --git a/bin b/bin
            index 47475489af8940e35b61ee66046d61bec1a9c256..d1ade2d55ab37f45c2fd5a77e45d380f07f7337d 100644
            GIT binary patch
            literal 12
            zcmV+{0n`3Np_a1jAP<*~7D(Q-OC82Zg|PmLNU@-th_X8zadUOoJagug+lLu2Itl#X
            y)7kA-i)W|+hSl?P4upl-Y~;4rq5IDj**cFPWAe(kko;eh;3AxERevdC8byzAtDIT@

            delta 7
            Xy)7kA-i)W|+hSl?P

            diff --git a/x b/x
            --- a/x
            +++ b/x
            @@ -1 +1 @@
            -a
            +b

            """;

        Assert.Equal(
            "Modified bin -> bin binary 47475489af8940e35b61ee66046d61bec1a9c256..d1ade2d55ab37f45c2fd5a77e45d380f07f7337d 100644..100644\nModified x -> x -1+1",
            DiffDescription.Of(Patch)
        );
        Assert.Equal("before\n\nafter\n", MailBody.Of("before\n\n" + Patch + "after\n").Text);
    }

    [Fact]
    public void Reads_a_combined_diff()
    {
        // The output of git show --cc for a merge.
        var files = Diff.Parse(
            """
            diff --cc nonl
            index ffebc07,03ab48c..e132db2
            mode 100644,100644..100755
            --- a/nonl
            +++ b/nonl
            @@@ -1,1 -1,1 +1,1 @@@
            - no nl
             -zz
              \ No newline at end of file
            ++zzz
            diff --cc with space.txt
            index 7be73ce,9ba07c6..ff07a2e
            --- a/with space.txt
            +++ b/with space.txt
            @@@ -1,3 -1,4 +1,4 @@@ main
              a
            - B
            - c
             -b
            ++B!
            + C
             -D
            ++D
            """
        );

        Assert.Equal(["nonl", "with space.txt"], files.Select(file => file.Name));
        Assert.Equal(
            ("ffebc07", "e132db2", "100644", "100755"),
            (files[0].OldBlob, files[0].NewBlob, files[0].OldMode, files[0].NewMode)
        );
        Assert.Equal(
            [("-no nl", false), ("-zz", true), ("+zzz", false)],
            files[0].Hunks[0].Lines.Select(line => (line.ToString(), line.EndsFile))
        );
        var hunk = Assert.Single(files[1].Hunks);
        Assert.Equal((1, 3, 1, 4, "main"), (hunk.OldStart, hunk.OldCount, hunk.NewStart, hunk.NewCount, hunk.Section));
        Assert.Equal([" a", "-B", "-c", "-b", "+B!", "+C", "-D", "+D"], hunk.Lines.Select(line => line.ToString()));
        Assert.True(hunk.IsWhole);
    }
}
