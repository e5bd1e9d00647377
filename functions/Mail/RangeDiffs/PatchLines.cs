using System.Text.RegularExpressions;
using Hookwork.Mail.Diffs;

namespace Hookwork.Mail.RangeDiffs;

/// <summary>
/// A patch in the form in which range-diff compares patches: without line numbers, blob ids and dates, and with a
/// heading before the author, the message and each file.
/// </summary>
internal sealed partial class PatchLines
{
    private readonly List<string> _lines = [];
    private string[]? _sections;

    /// <summary>Brings a patch into that form.</summary>
    public PatchLines(RangePatch patch)
    {
        Subject = patch.Subject;
        _lines.AddRange([" ## Metadata ##", OneLine($"Author: {patch.Author}"), "", " ## Commit message ##"]);
        _lines.Add(OneLine($"    {patch.Subject}").TrimEnd());
        AddMessage(patch.Message);

        var files = Diffs.Diff.Parse(patch.Diff);
        DiffStart = files.Count == 0 ? 0 : _lines.Count + 1;
        foreach (var file in files)
            Add(file);
        // git compares whole patches if there is no diff.
        Diff = [.. _lines.Skip(DiffStart)];
        DiffText = string.Join('\n', Diff);
    }

    public string Subject { get; }

    /// <summary>The whole patch.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The files of its diff. If it has none: the whole patch.</summary>
    public IReadOnlyList<string> Diff { get; }

    /// <summary>The lines of <see cref="Diff"/> in one text.</summary>
    public string DiffText { get; }

    /// <summary>How many lines of <see cref="Diff"/> count as its size.</summary>
    public int DiffSize { get; private set; }

    private int DiffStart { get; }

    /// <summary>Where in a patch a line is: what the nearest heading before it says; empty if there is none.</summary>
    public string SectionBefore(int line) => (_sections ??= Sections())[line];

    private string[] Sections()
    {
        var sections = new string[_lines.Count];
        var section = "";
        for (var line = 0; line < sections.Length; line++)
        {
            sections[line] = section;
            if (Heading().Match(_lines[line]) is { Success: true } heading)
                section = heading.Groups["section"].Value.TrimEnd();
        }
        return sections;
    }

    private void AddMessage(string message)
    {
        var isBlank = true;
        foreach (var line in message.Split('\n').Select(line => line.TrimEnd()))
        {
            if (line.Length == 0)
            {
                isBlank = true;
                continue;
            }
            // The first paragraph follows a blank line, too.
            if (isBlank)
                _lines.Add("");
            isBlank = false;
            _lines.Add($"    {line}");
        }
    }

    private void Add(DiffFile file)
    {
        _lines.Add("");
        Count($" ## {NameOf(file)}{ModeOf(file)} ##");
        if (file.IsBinary)
            Count($" Binary files {file.OldName ?? "/dev/null"} and {file.NewName ?? "/dev/null"} differ");
        foreach (var hunk in file.Hunks)
        {
            Count(hunk.Section.Length == 0 ? "@@" : $"@@ {file.Name}: {hunk.Section}");
            foreach (var line in hunk.Lines)
            {
                Count(line.ToString());
                if (line.EndsFile)
                    Count(@" \ No newline at end of file");
            }
        }
    }

    private void Count(string line)
    {
        _lines.Add(OneLine(line));
        DiffSize++;
    }

    // The name of a file or a person may have a line feed, which would be the end of a line.
    private static string OneLine(string text) => text.Replace("\n", @"\n", StringComparison.Ordinal);

    private static string NameOf(DiffFile file) =>
        file.Change switch
        {
            FileChange.Added => $"{file.Name} (new)",
            FileChange.Deleted => $"{file.Name} (deleted)",
            FileChange.Renamed => $"{file.OldName} => {file.NewName}",
            _ => file.Name,
        };

    private static string ModeOf(DiffFile file) =>
        file is { OldMode: { } old, NewMode: { } now } && old != now ? $" (mode change {old} => {now})" : "";

    [GeneratedRegex(
        @"\A(?: ## (?<section>.*) ##|.?@@ (?<section>.*))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Heading();
}
