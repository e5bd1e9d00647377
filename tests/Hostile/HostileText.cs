using System.Text;
using Hookwork.Input;
using Hookwork.Tests.Mail;

namespace Hookwork.Tests.Hostile;

/// <summary>Hostile text of any length: a start, a repeated part, an end.</summary>
/// <param name="Repeated">The repeated part; a star is replaced by the number of the repetition.</param>
internal sealed record HostileText(string Start, string Repeated, string End = "")
{
    private const string Hunk = "--- a/x\n+++ b/x\n@@ -1,999999999 +1,999999999 @@\n";

    /// <summary>
    /// Texts that are hostile to parsers of mails, addresses, encoded words, diffs and tokens, and to compressors.
    /// </summary>
    public static IReadOnlyList<HostileText> All { get; } =
    [
        .. RobustnessTests.Hostile.Select(row => new HostileText((string)row[0], (string)row[1])),
        // Addresses.
        new("", "a,"),
        new("", "a,", "<"),
        new("", "a,", "<a@b>"),
        new("", "a a,"),
        new("", "a "),
        new("", "a@"),
        new("", "a@b"),
        new("", "a@b,"),
        new("", "a@b "),
        new("", "<a@b>, "),
        new("", "N N <a@b>, "),
        new("", "Doe, J <a@b>, "),
        new("", "<"),
        new("", ">"),
        new("a <", "@a,", ":a@b>"),
        new("", "a:"),
        new("", "a:b@c;"),
        new("", ":"),
        new("", ";"),
        new("", ","),
        new("", "("),
        new("", "()"),
        new("", "(a) "),
        new("", ")"),
        new("", "(("),
        new("", "\""),
        new("", "\"a\" "),
        new("\"", "a, "),
        new("", "\"a,"),
        new("\"", "\\\""),
        new("", "\\"),
        new("", "(\""),
        new("", "a@b (c, d), "),
        new("a@b (", "c, "),
        new("a@", "["),
        new("a@", "b."),
        new("", "a."),
        new("", "a@xn--80ak6aa92e.b, "),
        new("", "é é é é <a@b>, "),
        new("", "a@é.é, "),
        new("", "a@b;"),
        // Encoded words.
        new("", "=?"),
        new("", "?="),
        new("", "=?="),
        new("", "=?utf-8?q?a"),
        new("", "=?utf-8?q?a "),
        new("", "=?utf-8?q?a?="),
        new("", "=?utf-8?q?a?= "),
        new("", "=?utf-8?q?=C3?= =?utf-8?q?=A9?= "),
        new("", "=?utf-8?b?YQ==?= "),
        new("=?utf-8?q?", "=41", "?="),
        new("=?utf-8?q?", "a ", "?="),
        new("=?utf-8?q?", "é", "?="),
        new("", "=?utf-8?q?é é?= "),
        new("", "=?x*?q?a?= "),
        new("=?", "a"),
        new("=?utf-8?q?a?=", " "),
        new("", "=?iso-2022-jp?b?GyRCGyhC?= "),
        new("=?utf-8?b?", "!"),
        new("", "=?utf-8?q?a?"),
        new("=?", "?"),
        new("", "=?utf-8?q?a?= <a@b>, "),
        new("", "é "),
        new("", "é"),
        new("", "=?a?q?=?="),
        new("=?utf-8?q?", "=?=", ""),
        // Lines, quotes, trailers.
        new("", " ", "x"),
        new("", "\r"),
        new("", "\r\n"),
        new("", "\0"),
        new("", "\t"),
        new("-----Original Message-----\n", "\n"),
        new("-----Original Message-----\n", "a\n"),
        new("", ">"),
        new("", "> \n\n"),
        new("", "x wrote:\n> y\n"),
        new("", "a: b\n"),
        new("", "a-b: c@d\n x\n"),
        new("", "Fixes: *\n"),
        new("", "Link: https://x.example/*\n"),
        new("", "From: x\n\n"),
        new("", "-- \n"),
        new("", "---\n"),
        new("", "base-commit: *\n"),
        new("", "Depends-on: <*@b>, https://x.example/*@b/\n"),
        new("Depends-on: ", "*@b "),
        new("", "Fixes: *0000 (\"\n"),
        new("", "  Acked-by: *@b\n"),
        new("The following changes since commit 0123456\n", "available in the git repository at: "),
        // Reviews.
        new(Hunk, "> +x = 1;\n"),
        new(Hunk, "+x = 1;\n"),
        new(Hunk, "+x*\n> +x*\n"),
        new("", "> +x*\ny\n"),
        new("", "> > x\n> y\nz\n"),
        new("", "| x\n"),
        new("", "[...]\n> x\n"),
        // Diffs.
        new("", "diff --git a/* b/*\n--- a/*\n+++ b/*\n@@ -1 +1 @@ f*\n-*\n+*\n"),
        new("diff --git a/x b/x\nindex ", "0,"),
        new(Hunk, "-x\n"),
        new(Hunk, "+x*\n"),
        new(Hunk, "\\ No newline\n"),
        new("", "diff --git a/x b/x\nindex *..* 100644\n"),
        new("diff --git a/", "x/", " b/x\n"),
        new("", "Index: x\n"),
        new("--- x", " (revision"),
        new("", "@@@@@@@@@@@@@@@@@@ "),
        new("diff --cc x\n@@@ -1,99999 -1,99999 +1,99999 @@@\n", "  x\n"),
        new("diff --git a/x b/x\n@@ -1,99999 +1,99999 @@ ", "f "),
        new("", "Binary files a and b and c differ\n"),
        new("Binary files ", "a and ", " differ\n"),
        // Terms and compressors.
        new("", "w* "),
        new("", "* "),
        new("", "中"),
        new("", "\uD800"),
        new("", "𐐀"),
        new("", "a\u0301"),
        new("", "e\u0301 "),
        new("", "ß"),
        new("", "."),
        new("", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"),
        new("", "abababababababac*"),
        new("", "ab* ab "),
        new("", "{"),
        new("", "[{\"a\":"),
        new("", "&<>"),
    ];

    /// <summary>The text at a length, in UTF-16 units.</summary>
    public string At(int length)
    {
        var text = new StringBuilder(Start, length + Repeated.Length + End.Length);
        var counts = Repeated.Contains('*', StringComparison.Ordinal);
        for (var index = 0; text.Length < length - End.Length; index++)
            text.Append(counts ? Repeated.Replace("*", index.ToString("x7"), StringComparison.Ordinal) : Repeated);
        return text.Append(End).ToString();
    }

    public override string ToString() => Printable.Escape($"{Start}({Repeated})…{End}");
}
