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

    [Theory]
    [InlineData("diff --git m.lua m.lua\n--- m.lua\n+++ m.lua\n@@ -1 +1 @@\n-a\n+b\n", "Modified m.lua -> m.lua -1+1")]
    [InlineData("diff --git a/x a/x\n--- a/x\n+++ a/x\n@@ -1 +1 @@\n-a\n+b\n", "Modified a/x -> a/x -1+1")]
    [InlineData(
        "diff --git b/x b/x\nnew file mode 100644\nindex 0000000..1234567\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+b\n",
        "Added  -> b/x ..1234567 ..100644 -0+1"
    )]
    [InlineData(
        "diff --git with space with space\n--- with space\t\n+++ with space\t\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified with space -> with space -1+1"
    )]
    [InlineData("diff --git b/m a/m\n--- b/m\n+++ a/m\n@@ -1 +1 @@\n-a\n+b\n", "Modified m -> m -1+1")]
    [InlineData("diff --git i/m w/m\n--- i/m\n+++ w/m\n@@ -1 +1 @@\n-a\n+b\n", "Modified m -> m -1+1")]
    [InlineData("diff --git old/m new/m\n--- old/m\n+++ new/m\n@@ -1 +1 @@\n-a\n+b\n", "Modified m -> m -1+1")]
    [InlineData("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", "Mode x -> x 100644..100755")]
    [InlineData("diff --git a/x y b/x y\nold mode 100644\nnew mode 100755\n", "Mode x y -> x y 100644..100755")]
    [InlineData(
        "diff --git a/x y b/z w\nsimilarity index 100%\nrename from x y\nrename to z w\n",
        "Renamed x y -> z w"
    )]
    [InlineData("diff --git \"a/\\t\" b/z\nsimilarity index 100%\ncopy from \"\\t\"\ncopy to z\n", "Copied \t -> z")]
    [InlineData(
        "diff --git a/z \"b/\\001\\\\\"\nsimilarity index 100%\nrename from z\nrename to \"\\001\\\\\"\n",
        "Renamed z -> \u0001\\"
    )]
    [InlineData(
        "diff --git a/x b/x\ndeleted file mode 100644\nindex e69de29..0000000\n",
        "Deleted x ->  e69de29.. 100644.."
    )]
    [InlineData(
        "diff --git a/x b/x\nindex 1234567..89abcde 160000\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n",
        "Modified x -> x 1234567..89abcde 160000..160000 -1+1"
    )]
    [InlineData(
        "diff --git a/x b/x\nnew file mode 100644\nindex 0000000..89abcde\nBinary files /dev/null and b/x differ\n",
        "Added  -> x binary ..89abcde ..100644"
    )]
    [InlineData("diff --git a/x b/y b/x b/y\nold mode 100644\nnew mode 100755\n", "Mode x b/y -> x b/y 100644..100755")]
    [InlineData("diff --git a/x b/x\n\nnew file mode 100644\n", "Modified x -> x")]
    [InlineData("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+b\n", "Modified x -> x -0+1")]
    [InlineData(
        "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x -> x 100644..100755 -1+1"
    )]
    [InlineData(
        "diff --git a/x b/x\nindex 1234..0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef 644\n",
        "Modified x -> x 1234..0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    )]
    [InlineData("diff --git a/x b/x\nindex 1234567..89abcde 900644\n", "Modified x -> x 1234567..89abcde")]
    [InlineData("diff --git a/z \"b/\\1\\79\"\nrename from z\nrename to \"\\1\\79\"\n", "Renamed z -> \u0001\u00079")]
    public void Reads_the_headers_of_git(string diff, string expected) =>
        Assert.Equal(expected, DiffDescription.Of(diff));

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    [InlineData("i", "w")]
    [InlineData("w", "i")]
    [InlineData("c", "i")]
    [InlineData("i", "c")]
    [InlineData("c", "w")]
    [InlineData("w", "c")]
    [InlineData("o", "w")]
    [InlineData("w", "o")]
    [InlineData("1", "2")]
    [InlineData("2", "1")]
    public void No_prefix_of_git_is_part_of_a_name(string old, string @new)
    {
        var first = $"diff --git {old}/x {@new}/x\n";

        Assert.Equal(
            "Added  -> x -0+1",
            DiffDescription.Of($"{first}--- /dev/null\n+++ {@new}/x\n@@ -0,0 +1 @@\n+b\n")
        );
        Assert.Equal(
            "Deleted x ->  -1+0",
            DiffDescription.Of($"{first}--- {old}/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")
        );
    }

    [Theory]
    [InlineData("--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n", "Modified x.c -> x.c -1+1")]
    [InlineData(
        "--- x.c\t2024-01-01 00:00:00.000000000 +0000\n+++ x.c\t2024-01-01\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x.c -> x.c -1+1"
    )]
    [InlineData(
        "--- x.c 2024-01-01 00:00:00.000000000 +0000\n+++ x.c 2024-01-01 00:00:01\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x.c -> x.c -1+1"
    )]
    [InlineData(
        "diff -urN linux.orig/a/x.c linux/a/x.c\n--- linux.orig/a/x.c\t2024\n+++ linux/a/x.c\t2024\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified a/x.c -> a/x.c -1+1"
    )]
    [InlineData("--- x.c.orig\t2024\n+++ x.c\t2024\n@@ -1 +1 @@\n-a\n+b\n", "Modified x.c -> x.c -1+1")]
    [InlineData("--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+b\n", "Added  -> x.c -0+1")]
    [InlineData("--- a/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n", "Deleted x.c ->  -1+0")]
    [InlineData("--- old/x.c\t1970-01-01 00:00:00\n+++ new/x.c\t2024\n@@ -0,0 +1 @@\n+b\n", "Added  -> x.c -0+1")]
    [InlineData(
        "Index: dir/x.c\n=====\n--- dir/x.c\t(revision 1)\n+++ dir/x.c\t(working copy)\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified dir/x.c -> dir/x.c -1+1"
    )]
    [InlineData(
        "Index: linux/x.c\n=====\n--- linux.orig/x.c\n+++ linux/x.c\n@@ -1,1 +1,1 @@ f()\n-a\n+b\n",
        "Modified x.c -> x.c -1+1"
    )]
    [InlineData(
        "diff -r 0123456789ab x.c\n--- a/x.c\tThu Jan 01 00:00:00 1970 +0000\n+++ b/x.c\tFri\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x.c -> x.c -1+1"
    )]
    [InlineData("Binary files a/x.png and b/x.png differ\n", "Modified x.png -> x.png binary")]
    [InlineData(
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x -> x -1+1\nModified y -> y -1+1"
    )]
    [InlineData("--- x.c.old\n+++ x.c\n@@ -1 +1 @@\n-a\n+b\n", "Modified x.c -> x.c -1+1")]
    [InlineData("--- x.c.bak\n+++ x.c\n@@ -1 +1 @@\n-a\n+b\n", "Modified x.c -> x.c -1+1")]
    [InlineData("--- x.c~\n+++ x.c\n@@ -1 +1 @@\n-a\n+b\n", "Modified x.c -> x.c -1+1")]
    [InlineData("--- x.c.in\n+++ x.c\n@@ -1 +1 @@\n-a\n+b\n", "Modified x.c.in -> x.c -1+1")]
    [InlineData("--- y.c.orig\n+++ x.c\n@@ -1 +1 @@\n-a\n+b\n", "Modified y.c.orig -> x.c -1+1")]
    [InlineData("--- /dev/null\n+++ new/x.c\n@@ -0,0 +1 @@\n+b\n", "Added  -> new/x.c -0+1")]
    [InlineData("--- old/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n", "Deleted old/x.c ->  -1+0")]
    public void Reads_diffs_of_other_tools(string diff, string expected) =>
        Assert.Equal(expected, DiffDescription.Of(diff));

    [Theory]
    // Subversion, with the tabs as a mail program leaves them.
    [InlineData(
        "Index: dir/x.c\n=====\n--- dir/x.c    (revision 12)\n+++ dir/x.c    (working copy)\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified dir/x.c -> dir/x.c -1+1"
    )]
    [InlineData(
        "--- a b.c (working copy)\n+++ a b.c (revision 3)\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified a b.c -> a b.c -1+1"
    )]
    [InlineData("--- x.c (nonexistent)\n+++ x.c (working copy)\n@@ -0,0 +1 @@\n+b\n", "Added  -> x.c -0+1")]
    [InlineData(
        "--- x.c (.../trunk/x.c) (revision 3)\n+++ x.c (.../branches/y/x.c) (revision 4)\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x.c -> x.c -1+1"
    )]
    [InlineData(
        "Index: x.png\n=====\nCannot display: file marked as a binary type.\nsvn:mime-type = image/png\n",
        "Modified x.png -> x.png binary"
    )]
    // CVS and Mercurial.
    [InlineData(
        "--- x.c 1 Jan 2026 00:00:00 -0000 1.2\n+++ x.c 12 Feb 2026 00:00:00 -0000\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x.c -> x.c -1+1"
    )]
    [InlineData(
        "--- a/x.c Thu Jan 01 00:00:00 1970 +0000\n+++ b/x.c Fri Jan  2 00:00:00 1970 +0000\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified x.c -> x.c -1+1"
    )]
    [InlineData("diff -r 0123456789ab x.png\nBinary file x.png has changed\n", "Modified x.png -> x.png binary")]
    // Names that only look so.
    [InlineData(
        "--- a/(copy) (2).c\n+++ b/(copy) (2).c\n@@ -1 +1 @@\n-a\n+b\n",
        "Modified (copy) (2).c -> (copy) (2).c -1+1"
    )]
    public void Reads_names_with_what_follows_them(string diff, string expected) =>
        Assert.Equal(expected, DiffDescription.Of(diff));

    [Theory]
    [InlineData("--- a/b/x\n+++ /dev/null\n@@@ -1,1 -1,1 +0,0 @@@\n--a\n", "Deleted b/x ->  -1+0")]
    [InlineData("--- /dev/null\n+++ b/b/x\n@@@ -0,0 -0,0 +1,1 @@@\n++a\n", "Added  -> b/x -0+1")]
    [InlineData(
        "new file mode 100644\nindex 0000000,0000000..1234567\n--- /dev/null\n+++ b/b/x\n@@@ -0,0 -0,0 +1,1 @@@\n++a\n",
        "Added  -> b/x ..1234567 ..100644 -0+1"
    )]
    [InlineData(
        "deleted file mode 100644,100644\nindex 1234567,89abcde..0000000\n--- a/b/x\n+++ /dev/null\n",
        "Deleted b/x ->  1234567.. 100644.."
    )]
    [InlineData("--- b/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n- a\n -b\n++c\n", "Modified b/x -> b/x -2+1")]
    [InlineData("index 1234567,89abcde..0123456\nBinary files differ\n", "Modified b/x -> b/x binary 1234567..0123456")]
    public void Reads_the_names_of_a_combined_diff(string diff, string expected)
    {
        foreach (var option in new[] { "cc", "combined" })
            Assert.Equal(expected, DiffDescription.Of($"diff --{option} b/x\n{diff}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no diff\n")]
    [InlineData("diff between them\n--- one\n+++ two\nand more\n")]
    [InlineData("--- a/x\n+++ b/x\n")]
    [InlineData("--- a/x\n")]
    [InlineData("--- a/x")]
    [InlineData("@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("Binary files differ\n")]
    [InlineData("Binary files and such differ")]
    [InlineData("> diff --git a/x b/x\n> --- a/x\n> +++ b/x\n> @@ -1 +1 @@\n> -a\n> +b\n")]
    [InlineData(
        "diff --git\ndiff --git \ndiff --git x\ndiff --git \"\ndiff --git \"\\\ndiff --cc \nGIT binary patch\n"
    )]
    [InlineData("--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("Index: x\n=====\n")]
    [InlineData("Interesting\nCannot display: file marked as a binary type.\n")]
    [InlineData("Index: x\nCan this be?\n")]
    [InlineData("Binary files a/x and b/x are big\n")]
    [InlineData("Binary file x has changed\n")]
    [InlineData("diff -r 01 x\nBinary file x is big\n")]
    [InlineData("diff -r 01 x\nBut the file x has changed\n")]
    [InlineData("*x*\n--- b\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n")]
    [InlineData("*** a\nb\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n")]
    public void Finds_no_file_in_other_text(string? text) => Assert.Empty(Diff.Parse(text));

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
