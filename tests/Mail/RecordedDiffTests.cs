using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Mail;
using Hookwork.Mail.Diffs;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Mail;

/// <summary>Every diff and every mail of the recording.</summary>
public sealed partial class RecordedDiffTests
{
    private static readonly IReadOnlyList<JsonNode> Patches = Exchanges.Read("patches");

    internal static IEnumerable<string> Diffs =>
        Patches.Select(patch => (string?)patch["diff"]).OfType<string>().Where(diff => diff.Length > 0);

    [Fact]
    public void Every_diff_is_printed_again_as_it_was()
    {
        var read = 0;
        foreach (var diff in Diffs)
        {
            var files = Diff.Parse(diff);

            Assert.Equal(Normal(diff), Normal(DiffPrinter.Print(files)));
            Assert.All(files.SelectMany(file => file.Hunks), hunk => Assert.True(hunk.IsWhole));
            read++;
        }
        Assert.Equal(432, read);
    }

    [Fact]
    public void Counts_are_those_of_a_plain_line_scan()
    {
        foreach (var diff in Diffs)
        {
            var lines = diff.Split('\n');
            var files = Diff.Parse(diff);
            var hunks = files.SelectMany(file => file.Hunks).ToList();

            Assert.Equal(lines.Count(line => line.StartsWith("diff --git ", StringComparison.Ordinal)), files.Count);
            Assert.Equal(lines.Count(line => line.StartsWith("@@ -", StringComparison.Ordinal)), hunks.Count);
            Assert.Equal(
                lines.Count(line => AddedLine().IsMatch(line)),
                hunks.Sum(hunk => hunk.Lines.Count(line => line.Kind == DiffLineKind.Added))
            );
            Assert.Equal(
                lines.Count(line => RemovedLine().IsMatch(line)),
                hunks.Sum(hunk => hunk.Lines.Count(line => line.Kind == DiffLineKind.Removed))
            );
        }
    }

    [Fact]
    public void Counts_are_those_of_the_diffstat()
    {
        var compared = 0;
        foreach (var patch in Patches)
        {
            if (DiffStat().Match((string?)patch["content"] ?? "") is not { Success: true } stat)
                continue;

            var files = Diff.Parse((string?)patch["diff"]);
            var lines = files.SelectMany(file => file.Hunks).SelectMany(hunk => hunk.Lines).ToList();

            Assert.Equal(Number(stat.Groups["files"]), files.Count);
            Assert.Equal(Number(stat.Groups["added"]), lines.Count(line => line.Kind == DiffLineKind.Added));
            Assert.Equal(Number(stat.Groups["removed"]), lines.Count(line => line.Kind == DiffLineKind.Removed));
            compared++;
        }
        Assert.InRange(compared, 5, int.MaxValue);
    }

    [Fact]
    public void A_mail_with_its_diff_in_the_text_reads_as_text_and_diff_apart()
    {
        foreach (var patch in Patches)
        {
            var (content, diff) = ((string?)patch["content"] ?? "", (string?)patch["diff"] ?? "");

            var apart = MailBody.Of(content, diff);
            var together = MailBody.Of(content + "\n\n" + diff + "\n-- \n2.43.0\n", null);

            Assert.Equal(DiffPrinter.Print(apart.Files), DiffPrinter.Print(together.Files));
            Assert.Equal(apart.Trailers, together.Trailers);
            Assert.DoesNotContain("diff --git", together.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_mail_that_upstream_serves_reads_as_its_resource()
    {
        // Whole mails with headers, all without transfer encoding, as Patchwork serves them.
        var mails = Exchanges
            .Read("mboxes")
            .Where(mbox => (string?)mbox["kind"] == "patch")
            .ToDictionary(mbox => (long)mbox["id"]!);
        foreach (var patch in Patches)
        {
            var mail = (string?)mails[(long)patch["id"]!]["body"];
            Assert.Equal(DiffPrinter.Print(Diff.Parse((string?)patch["diff"])), DiffPrinter.Print(Diff.Parse(mail)));
        }
    }

    [Fact]
    public void Pull_requests_are_those_that_Patchwork_found()
    {
        foreach (var patch in Patches)
            Assert.Equal((string?)patch["pull_url"], PullRequests.Of((string?)patch["content"])?.ToString());
        Assert.Equal(2, Patches.Count(patch => patch["pull_url"] is not null));
    }

    [Fact]
    public void Names_are_those_that_Patchwork_made_of_subjects()
    {
        var compared = 0;
        foreach (var mail in Patches.Concat(Exchanges.Read("covers")))
        {
            var name = (string)mail["name"]!;
            var read = SubjectLine.Parse(name);
            Assert.Equal(name, read.Name);
            if (mail["prefixes"] is JsonArray prefixes)
                Assert.Equal(prefixes.Select(prefix => (string?)prefix), read.Prefixes);

            if (
                mail["headers"]?["Subject"] is not JsonValue subject
                || ((string)subject!).Contains("=?", StringComparison.Ordinal)
            )
                continue;
            var sent = SubjectLine.Parse((string)subject!);
            Assert.Equal(name, sent.Name);
            Assert.Equal(
                (read.Version, read.Number, read.Total, read.IsRfc),
                (sent.Version, sent.Number, sent.Total, sent.IsRfc)
            );
            compared++;
        }
        Assert.InRange(compared, 400, int.MaxValue);
    }

    [Fact]
    public void Versions_are_those_of_the_series()
    {
        var versions = Exchanges
            .Read("series")
            .ToDictionary(series => (long)series["id"]!, series => (int)series["version"]!);
        foreach (var patch in Patches)
        {
            if (patch["series"] is JsonArray { Count: > 0 } series)
                Assert.Equal(versions[(long)series[0]!["id"]!], SubjectLine.Parse((string?)patch["name"]).Version);
        }
    }

    [Fact]
    public void Tags_are_those_that_Patchwork_counts()
    {
        var comments = Exchanges
            .Read("patch-comments")
            .ToDictionary(
                line => (long)line["patch"]!,
                line => line["comments"]!.AsArray().Select(comment => (string?)comment!["content"]).ToArray()
            );
        foreach (var patch in Patches)
        {
            var trailers = comments[(long)patch["id"]!]
                .SelectMany(comment => Trailers.Of(comment, isReply: true))
                .Concat(Trailers.Of((string?)patch["content"]))
                .ToList();
            foreach (var (tag, count) in patch["tags"]!.AsObject())
                Assert.Equal((int)count!, trailers.Count(trailer => trailer.Name == tag));
        }
    }

    [Fact]
    public void Replies_say_their_own_lines_and_quote_the_rest()
    {
        foreach (var comment in Exchanges.Read("patch-comments").SelectMany(line => line["comments"]!.AsArray()))
        {
            var content = (string)comment!["content"]!;
            var split = Quotes.Split(content);

            Assert.DoesNotContain(
                split.Own.Split('\n'),
                line => line.StartsWith('>') || line.EndsWith("wrote:", StringComparison.Ordinal)
            );
            Assert.All(split.Quoted.Split('\n'), line => Assert.Matches("^(>.*|On .* wrote:|)$", line));
            Assert.Equal(
                content.Split('\n').Where(line => line.Length > 0).Order(StringComparer.Ordinal),
                (split.Own + "\n" + split.Quoted)
                    .Split('\n')
                    .Where(line => line.Length > 0)
                    .Order(StringComparer.Ordinal)
            );
        }
    }

    [Fact]
    public void A_rename_without_hunks_and_an_attached_patch_are_read()
    {
        var rename = Assert.Single(FilesOf(2175539));
        Assert.Equal(
            (FileChange.Renamed, "docs/net.rst", "docs/system/net.rst", 100),
            (rename.Change, rename.OldName, rename.NewName, rename.Similarity)
        );
        Assert.Empty(rename.Hunks);

        var attached = Assert.Single(FilesOf(2175538));
        Assert.Equal(
            ("hw/net/e1000.c", "91df7f9d16", "fe5e56b256", "100644"),
            (attached.Name, attached.OldBlob, attached.NewBlob, attached.NewMode)
        );
        Assert.Equal(
            (787, 10, 787, 14),
            attached.Hunks.Select(hunk => (hunk.OldStart, hunk.OldCount, hunk.NewStart, hunk.NewCount)).First()
        );
        Assert.Equal("static void e1000_step_6_init(void)", attached.Hunks[0].Section);
    }

    [Fact]
    public void A_real_patch_names_the_functions_it_is_in()
    {
        var file = FilesOf(2175431)[0];

        Assert.Equal("hw/i386/intel_iommu.c", file.Name);
        Assert.Equal(("7220a3d9f4", "7c72fbaa52"), (file.OldBlob, file.NewBlob));
        Assert.Equal("static uint64_t vtd_get_viommu_flags(void *opaque)", file.Hunks[0].Section);
    }

    private static IReadOnlyList<DiffFile> FilesOf(long id) =>
        Diff.Parse((string?)Patches.Single(patch => (long)patch["id"]! == id)["diff"]);

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    // Patchwork adds or drops a final line feed, and mail programs drop the space of an empty context line.
    private static string Normal(string diff) =>
        string.Join('\n', diff.TrimEnd('\n').Split('\n').Select(line => line == " " ? "" : line));

    [GeneratedRegex(@"^\+(?!\+\+ )")]
    private static partial Regex AddedLine();

    [GeneratedRegex("^-(?!-- )")]
    private static partial Regex RemovedLine();

    [GeneratedRegex(
        @"^ (?<files>\d+) files? changed(, (?<added>\d+) insertions?\(\+\))?(, (?<removed>\d+) deletions?\(-\))?",
        RegexOptions.Multiline
    )]
    private static partial Regex DiffStat();
}
