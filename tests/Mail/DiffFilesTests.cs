using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

/// <summary>The files that diffs of git and of other tools name.</summary>
public sealed class DiffFilesTests
{
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
    [InlineData("diff -r 01 x\nBinary file has changed\n")]
    [InlineData("Index: x\nBinary file  has changed\n")]
    [InlineData("diff -r 01 x\nBut the file x has changed\n")]
    [InlineData("*x*\n--- b\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n")]
    [InlineData("*** a\nb\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n")]
    public void Finds_no_file_in_other_text(string? text) => Assert.Empty(Diff.Parse(text));
}
