using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hookwork.Mail.RangeDiffs;

namespace Hookwork.Tests.Mail.RangeDiffs;

/// <summary>A git repository of made-up versions: <c>git range-diff</c> compares them.</summary>
internal sealed partial class VersionRepository : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-range-diff");
    private readonly StringBuilder _import = new();
    private readonly Dictionary<string, RangePatch> _patches = [];
    private int _marks;

    /// <summary>Adds a version on a base of its own.</summary>
    public void Add(string name, IReadOnlyDictionary<string, List<string>> files, IReadOnlyList<MadeChange> changes)
    {
        var tree = files.ToDictionary();
        Commit($"{name}-base", "base", "Ann Example", tree);
        _import.Append(CultureInfo.InvariantCulture, $"reset refs/heads/{name}\nfrom :{_marks}\n\n");
        foreach (var change in changes)
        {
            foreach (var edit in change.Edits)
                edit.Apply(tree);
            Commit(name, $"{change.Subject}\n\n{change.Body}\n", change.Author, tree);
        }
    }

    /// <summary>Makes the commits, and reads them as patches.</summary>
    public async Task MakeAsync()
    {
        await RunAsync("", "init", "--quiet", "--bare", ".");
        await RunAsync(_import.ToString(), "fast-import", "--quiet");
        var log = await RunAsync(
            "",
            "log",
            "--branches",
            "--patch",
            "--no-color",
            "--format=%x01%H%x02%an <%ae>%x02%s%x02%b%x02"
        );
        foreach (var entry in log.Split('\x01', StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('\x02') is [var id, var author, var subject, var body, var diff])
                _patches[id] = new RangePatch(author, subject, body, diff);
        }
    }

    /// <summary>The patches of a version, in order.</summary>
    public async Task<IReadOnlyList<RangePatch>> PatchesAsync(string name)
    {
        var ids = await RunAsync("", "rev-list", "--reverse", $"{name}-base..{name}");
        return [.. ids.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(id => _patches[id])];
    }

    /// <summary>What git prints for two versions: the lines of pairs without ids, and the differences below.</summary>
    public async Task<IReadOnlyList<string>> RangeDiffAsync(string old, string @new)
    {
        var lines = await RunAsync(
            "",
            "-c",
            "core.quotePath=true",
            "range-diff",
            "--no-color",
            $"{old}-base..{old}",
            $"{@new}-base..{@new}"
        );
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutIds)];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string WithoutIds(string line) =>
        Pair().Match(line) is { Success: true } pair
            ? $"{pair.Groups["old"]} {pair.Groups["mark"]} {pair.Groups["new"]} {pair.Groups["subject"]}"
            : line;

    private void Commit(string branch, string message, string author, Dictionary<string, List<string>> files)
    {
        _marks++;
        _import
            .Append(CultureInfo.InvariantCulture, $"commit refs/heads/{branch}\nmark :{_marks}\n")
            .Append(CultureInfo.InvariantCulture, $"author {author} <a@a.example> {_marks} +0000\n")
            .Append(CultureInfo.InvariantCulture, $"committer Ann Example <a@a.example> {_marks} +0000\n")
            .Append(Data(message))
            .Append("deleteall\n");
        foreach (var (name, lines) in files)
            _import
                .Append(CultureInfo.InvariantCulture, $"M 644 inline {name}\n")
                .Append(Data(string.Concat(lines.Select(line => line + "\n"))));
        _import.Append('\n');
    }

    private static string Data(string text) => $"data {text.Length}\n{text}\n";

    private Task<string> RunAsync(string input, params string[] arguments) =>
        Git.RunAsync(input, ["-C", _folder.FullName, .. arguments]);

    [GeneratedRegex("^ *(?<old>[0-9]+|-):  [0-9a-f-]+ (?<mark>[=!<>]) +(?<new>[0-9]+|-):  [0-9a-f-]+ (?<subject>.*)$")]
    private static partial Regex Pair();
}
