using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hookwork.Tests.Architecture;

/// <summary>References in the documentation resolve.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .EnumerateFiles(Repository.Path(), "*.md", SearchOption.TopDirectoryOnly)
                .Concat(Directory.EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Repository.Path(), file)),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Repository.Path(page))!;
        foreach (Match link in Link().Matches(Fence().Replace(File.ReadAllText(Repository.Path(page)), "")))
        {
            var target = link.Groups[1].Value;
            if (Uri.TryCreate(target, UriKind.Absolute, out var address))
            {
                Assert.True(address.Scheme is "https" or "http" or "mailto", $"{page}: {target}");
                continue;
            }
            var (path, anchor) = target.Split('#') is [var one, var other] ? (one, other) : (target, null);
            var file = path.Length == 0 ? Repository.Path(page) : Path.GetFullPath(Path.Combine(folder, path));
            Assert.True(File.Exists(file) || Directory.Exists(file), $"{page}: there is no {target}");
            if (anchor is not null)
                Assert.True(Anchors(file).Contains(anchor), $"{page}: there is no heading {target}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Source_files_that_are_named_exist(string page)
    {
        // A change log may refer to removed files.
        if (page == "CHANGELOG.md")
            return;
        foreach (Match name in SourceFile().Matches(File.ReadAllText(Repository.Path(page))))
            Assert.True(
                Path.Exists(Repository.Path(name.Groups[1].Value)),
                $"{page}: there is no {name.Groups[1].Value}"
            );
    }

    [Fact]
    public void The_walk_through_the_architecture_names_files() =>
        Assert.True(SourceFile().Count(File.ReadAllText(Repository.Path("docs", "architecture.md"))) > 20);

    [Theory]
    [InlineData("cost", "traffic", "mboxBytesPerResource", "#,0", " bytes of mbox")]
    [InlineData("cost", "traffic", "tableBytesPerResource", "#,0", " bytes of rows")]
    [InlineData("cost", "traffic", "perResource.blobWrites", "0.00", " blob writes")]
    [InlineData("cost", "traffic", "perResource.blobOthers", "0.00", " other blob operations")]
    [InlineData("cost", "traffic", "perResource.queueOperations", "0.00", " queue operations")]
    [InlineData("cost", "traffic", "perResource.tableTransactions", "0.0", " table transactions")]
    [InlineData("cost", "ingest", "requestsPerResource", "0.00", " requests to the server")]
    [InlineData("cost", "search", "bytesPerMboxByte", "0.00", " bytes of catalog")]
    [InlineData("cost", "pages", "crawl.processorMs", "0.0", " ms of processor time")]
    [InlineData("cost", "pages", "crawl.storageRequests", "0.0", " requests to Storage")]
    [InlineData("scale", "search", "bytesPerMboxByte", "0.00", " bytes for each mbox byte")]
    [InlineData("scale", "search", "residentMB", "0", " MB with these mails")]
    public void Pages_have_the_measured_figures(string page, string bench, string figure, string format, string unit)
    {
        var written = Figure(bench, figure).ToString(format, CultureInfo.InvariantCulture);
        Assert.Contains($" {written}{unit}", TextOf(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_have_the_size_of_a_mail()
    {
        var mbox = Figure("search", "mboxBytes") / Figure("search", "mails");
        var catalog = mbox * Figure("search", "bytesPerMboxByte") / 1000;
        Assert.Contains($" {Rounded(mbox, 1)} bytes a mail", TextOf("cost"), StringComparison.Ordinal);
        Assert.Contains($" {Rounded(mbox, 1)} bytes on average", TextOf("bench"), StringComparison.Ordinal);
        Assert.Contains(
            $" or {catalog.ToString("0.0", CultureInfo.InvariantCulture)} KB a mail",
            TextOf("scale"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("one year archived) | ", "qemuUsdPerMonth")]
    [InlineData("| U-Boot (1,500 patches a month) | ", "ubootUsdPerMonth")]
    [InlineData("seven years) | ", "loreUsdPerMonth")]
    [InlineData("| the alert rule | ", "bills.qemu.alertsUsd")]
    [InlineData("| storage transactions | ", "bills.qemu.transactionsUsd")]
    [InlineData("| stored data | ", "bills.qemu.capacityUsd")]
    [InlineData("| execution time, executions, logs, egress | ", "bills.qemu.executionTimeUsd")]
    [InlineData("instances of 2048 MB | ", "changes.0.usdPerMonth", "changes.0.withoutFreeUsd")]
    [InlineData("what little it brings | ", "changes.1.usdPerMonth", "changes.1.withoutFreeUsd")]
    [InlineData("(`maxPollingInterval`) | ", "changes.2.usdPerMonth", "changes.2.withoutFreeUsd")]
    [InlineData("(`instanceMemory`) | ", "changes.3.usdPerMonth", "changes.3.withoutFreeUsd")]
    [InlineData("30 seconds | ", "pollIntervals.00:00:30.usdPerMonth", "pollIntervals.00:00:30.withoutFreeUsd")]
    [InlineData("each minute | ", "pollIntervals.00:01:00.usdPerMonth", "pollIntervals.00:01:00.withoutFreeUsd")]
    [InlineData("two minutes | ", "pollIntervals.00:02:00.usdPerMonth", "pollIntervals.00:02:00.withoutFreeUsd")]
    [InlineData("five minutes | ", "pollIntervals.00:05:00.usdPerMonth", "pollIntervals.00:05:00.withoutFreeUsd")]
    [InlineData("For all of lore, execution time costs ", "bills.lore.executionTimeUsd")]
    [InlineData(", stored data ", "bills.lore.capacityUsd")]
    [InlineData(" and storage transactions ", "bills.lore.transactionsUsd")]
    [InlineData("QEMU's bill would be $", "bills.qemu.withoutFreeUsd")]
    public void The_page_of_costs_has_the_computed_dollars(string before, params string[] figures)
    {
        var written = figures.Select(figure => Figure("cost", figure).ToString("0.00", CultureInfo.InvariantCulture));
        Assert.Contains($"{before}{string.Join(" | ", written)}", TextOf("cost"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_costs_has_the_computed_execution_time()
    {
        foreach (var (function, seconds) in GbSeconds("qemu"))
            Assert.Contains($"| {function} | {Rounded(seconds, 100)} | ", TextOf("cost"), StringComparison.Ordinal);
        var qemu = Rounded(GbSeconds("qemu").Values.Sum(), 1000);
        Assert.Contains($" {qemu} of 100,000 GB-seconds", TextOf("cost"), StringComparison.Ordinal);
        var lore = Rounded(GbSeconds("lore").Values.Sum(), 1000);
        Assert.Contains($"Of {lore} GB-seconds", TextOf("cost"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_operation_has_the_computed_price_of_more_memory()
    {
        var more = Figure("cost", "changes.2.usdPerMonth") - Figure("cost", "changes.3.usdPerMonth");
        var written = more.ToString("0.00", CultureInfo.InvariantCulture);
        Assert.Contains($"costs such a project ${written} a month more", TextOf("operate"), StringComparison.Ordinal);
    }

    /// <summary>The cost is computed from these lines. Those of traffic and cost are not on the page.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("inbox")]
    [InlineData("ingest")]
    [InlineData("pages")]
    [InlineData("peers")]
    [InlineData("search")]
    [InlineData("start")]
    [InlineData("webhooks")]
    public void The_page_of_the_benches_has_their_last_lines(string bench)
    {
        var line = Line(bench);
        line.Remove("queries");
        var page = File.ReadAllText(Repository.Path("docs", "bench.md"));
        Assert.Contains($"    {line.ToJsonString()}", page, StringComparison.Ordinal);
    }

    private static string TextOf(string page) =>
        File.ReadAllText(Repository.Path("docs", $"{page}.md")).ReplaceLineEndings(" ");

    private static Dictionary<string, double> GbSeconds(string scenario) =>
        Line("cost")["bills"]![scenario]!["gbSeconds"]!
            .AsObject()
            .ToDictionary(function => function.Key, function => function.Value!.GetValue<double>());

    private static string Rounded(double value, int to) =>
        (Math.Round(value / to) * to).ToString("#,0", CultureInfo.InvariantCulture);

    private static JsonObject Line(string bench) =>
        JsonNode.Parse(File.ReadAllText(Repository.Path("bench", "results", $"{bench}.json")))!.AsObject();

    /// <summary>A figure of a bench's last line, by its path.</summary>
    private static double Figure(string bench, string path)
    {
        JsonNode? figure = Line(bench);
        foreach (var name in path.Split('.'))
            figure = figure is JsonArray items ? items[int.Parse(name)] : figure?[name];
        return figure!.GetValue<double>();
    }

    /// <summary>The anchors that GitHub gives to a page's headings.</summary>
    private static HashSet<string> Anchors(string file) =>
        [
            .. Heading()
                .Matches(Fence().Replace(File.ReadAllText(file), ""))
                .Select(heading =>
                    NotInAnchor().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-')
                ),
        ];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ +(.+?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(
        @"`((?:functions|selfhost|recorded|tests|bench|samples|infra)/[\w./-]+\.(?:cs|bicep|kql|js|json|csproj))`"
    )]
    private static partial Regex SourceFile();
}
