using System.Globalization;
using System.Text;

namespace Hookwork.Bench.Pages;

/// <summary>The mails whose pages are the costly ones, as an mbox.</summary>
internal static class LargeMails
{
    /// <summary>The patches of the long series.</summary>
    private const int Patches = 50;

    /// <summary>The mails of the long thread.</summary>
    private const int ThreadMails = 200;

    /// <summary>The lines of the long diff.</summary>
    private const int DiffLines = 5_000;

    /// <summary>The subject of the series' cover letter, without its prefix.</summary>
    public const string Series = "bench: a series of many patches";

    /// <summary>The subject of the first mail of the thread, without its prefix.</summary>
    private const string Thread = "bench: a patch of many replies";

    /// <summary>The subject of the patch with the long diff, without its prefix.</summary>
    private const string Diff = "bench: a patch of many lines";

    private static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes them.</summary>
    public static void Write(Stream mbox)
    {
        using var text = new StreamWriter(mbox, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        Mail(text, 0, "series-0", null, $"[PATCH v2 00/{Patches}] {Series}", "What all of it does.\n\n-- \n2.51.0\n");
        for (var patch = 1; patch <= Patches; patch++)
        {
            Mail(
                text,
                patch,
                $"series-{patch}",
                "series-0",
                $"[PATCH v2 {patch:00}/{Patches}] bench: step {patch}",
                $"Why step {patch} is needed.\n\nSigned-off-by: A Author <author@bench.example>\n---\n{DiffOf($"bench/file{patch}.c", 40)}-- \n2.51.0\n"
            );
        }
        for (var patch = 1; patch <= Patches; patch++)
        {
            Mail(
                text,
                Patches + patch,
                $"review-{patch}",
                $"series-{patch}",
                $"Re: [PATCH v2 {patch:00}/{Patches}] bench: step {patch}",
                $"> Why step {patch} is needed.\n\nIt is.\n\nReviewed-by: R Reviewer{patch % 5} <reviewer{patch % 5}@bench.example>\n"
            );
        }
        WriteThread(text, "thread", Thread, 200);
        Mail(
            text,
            500,
            "diff-0",
            null,
            $"[PATCH] {Diff}",
            $"Many lines.\n\nSigned-off-by: A Author <author@bench.example>\n---\n{string.Concat(Enumerable.Range(0, 10).Select(file => DiffOf($"bench/large{file}.c", DiffLines / 10)))}-- \n2.51.0\n"
        );
    }

    /// <summary>Writes further threads as long.</summary>
    /// <returns>The Message-ID of the first mail of each.</returns>
    public static IReadOnlyList<string> WriteThreads(Stream mbox, int threads)
    {
        using var text = new StreamWriter(mbox, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        List<string> first = [];
        for (var thread = 1; thread <= threads; thread++)
        {
            // public-inbox adds mails of the same subject to a thread.
            WriteThread(text, $"thread{thread}", $"{Thread} {thread}", 1_000 * thread);
            first.Add($"thread{thread}-0@bench.example");
        }
        return first;
    }

    private static void WriteThread(StreamWriter mbox, string name, string subject, int minute)
    {
        Mail(
            mbox,
            minute,
            $"{name}-0",
            null,
            $"[PATCH] {subject}",
            $"Much to say.\n\nSigned-off-by: A Author <author@bench.example>\n---\n{DiffOf("bench/thread.c", 60)}-- \n2.51.0\n"
        );
        for (var reply = 1; reply < ThreadMails; reply++)
        {
            Mail(
                mbox,
                minute + reply,
                $"{name}-{reply}",
                $"{name}-{reply / 2}",
                $"Re: [PATCH] {subject}",
                $"On some day, somebody wrote:\n> +    line_{reply % 50}(value);\n\nAbout this line: remark {reply} says that the value\nis not checked, and asks for a test of it.\n"
            );
        }
    }

    /// <summary>A diff of about so many lines in hunks of ten: context, removed and added lines.</summary>
    private static string DiffOf(string file, int lines)
    {
        var diff = new StringBuilder();
        diff.Append(
            CultureInfo.InvariantCulture,
            $"diff --git a/{file} b/{file}\nindex 0123456789ab..ba9876543210 100644\n--- a/{file}\n+++ b/{file}\n"
        );
        for (var hunk = 0; hunk < lines / 10; hunk++)
        {
            var start = 20 * hunk + 1;
            diff.Append(
                CultureInfo.InvariantCulture,
                $"@@ -{start},7 +{start},8 @@ static void function_{hunk}(int value)\n"
            );
            for (var line = 0; line < 3; line++)
                diff.Append(CultureInfo.InvariantCulture, $"     before_{hunk}_{line}(value, \"text\");\n");
            diff.Append(
                CultureInfo.InvariantCulture,
                $"-    line_{hunk}(value);\n+    line_{hunk}(value, NULL);\n+    check_{hunk}(value);\n"
            );
            for (var line = 0; line < 3; line++)
                diff.Append(CultureInfo.InvariantCulture, $"     after_{hunk}_{line}(value, 0x{hunk:x});\n");
        }
        return diff.ToString();
    }

    private static void Mail(StreamWriter mbox, int minute, string id, string? parent, string subject, string body)
    {
        var date = Start.AddMinutes(minute).ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        mbox.Write(
            $"From bench@bench.example Thu Jan  1 00:00:00 2027\nFrom: A Author <author@bench.example>\nTo: list@bench.example\nSubject: {subject}\nDate: {date}\nMessage-ID: <{id}@bench.example>\n"
        );
        if (parent is not null)
            mbox.Write($"In-Reply-To: <{parent}@bench.example>\nReferences: <{parent}@bench.example>\n");
        mbox.Write(
            $"MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nList-Id: qemu development <qemu-devel.nongnu.example>\n\n{body}\n"
        );
    }
}
