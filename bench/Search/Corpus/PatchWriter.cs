using System.Globalization;
using System.Text;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>Writes patches and cover letters.</summary>
/// <param name="hunks">How many times as many hunks as usual a file has.</param>
internal sealed class PatchWriter(Vocabulary words, Dice dice, SourceTree tree, double hunks = 1)
{
    private const int LongestDiff = 380_000;
    private readonly DiffWriter _diffs = new(words, dice, tree);
    private readonly Prose _prose = new(words, dice);

    /// <summary>Generates a patch to a subsystem.</summary>
    public PatchDraft Draft(string subsystem, ListMember author)
    {
        var files = Files(subsystem);
        List<string> names = [.. files.SelectMany(file => file.File.Functions.Take(8))];
        var message = string.Join(
            "\n\n",
            Enumerable.Range(0, dice.Between(1, 3)).Select(_ => _prose.Paragraph(dice.Between(1, 3), names))
        );
        List<string> trailers = [];
        if (dice.Chance(0.15))
            trailers.Add($"Fixes: {dice.Hex(12)} (\"{subsystem}: {_prose.Title(names)}\")");
        if (dice.Chance(0.06))
            trailers.Add($"Resolves: https://gitlab.example/qemu-project/qemu/-/issues/{dice.Between(100, 3200)}");
        if (dice.Chance(0.04))
            trailers.Add("Cc: qemu-stable@nongnu.example");
        trailers.Add($"Signed-off-by: {author.InText}");
        return new PatchDraft($"{Area(subsystem, files)}: {_prose.Title(names)}", message, files, trailers);
    }

    /// <summary>The patch of the next version.</summary>
    public PatchDraft Rework(PatchDraft draft, IReadOnlyList<ListMember> people, int version)
    {
        List<FileDiff> files =
        [
            .. draft.Files.Select(file =>
                file.IsNew || dice.Chance(0.6) ? file : _diffs.Change(file.File, dice.Several(2))
            ),
        ];
        List<string> trailers = [.. draft.Trailers];
        if (dice.Chance(0.5))
            trailers.Insert(
                trailers.Count - 1,
                $"{dice.Of(["Reviewed-by", "Reviewed-by", "Acked-by", "Tested-by", "Suggested-by"])}: {dice.Of(people).InText}"
            );
        return draft with
        {
            Files = files,
            Trailers = trailers,
            Changes = [$"v{version}: {_prose.Clause(draft.Names)}", .. draft.Changes],
        };
    }

    /// <summary>The text of a patch's mail.</summary>
    public string Body(PatchDraft draft, ListMember author)
    {
        var body = new StringBuilder(4096);
        body.Append(draft.Message)
            .Append("\n\n")
            .AppendJoin('\n', draft.Trailers.Distinct(StringComparer.Ordinal))
            .Append("\n---\n");
        if (draft.Changes.Count > 0)
            body.AppendJoin('\n', draft.Changes).Append("\n\n");
        AppendStatistics(body, draft.Files);
        foreach (var file in draft.Files)
            body.Append(file.Text);
        return body.Append("-- \n2.").Append(author.Mailer.Length + 20).Append(".0\n\n").ToString();
    }

    /// <summary>The text of a cover letter, or of a pull request.</summary>
    public string Cover(ListMember author, string kind, int version, IReadOnlyList<PatchDraft> drafts)
    {
        List<string> names = [.. drafts.SelectMany(draft => draft.Names).Take(40)];
        var body = new StringBuilder(2048);
        if (kind == "PULL")
        {
            body.Append(
                CultureInfo.InvariantCulture,
                $"The following changes since commit {dice.Hex(40)}:\n\n  Merge tag 'pull-{words.Noun(dice)}' of https://gitlab.example/{words.Noun(dice)}/qemu into staging\n\n"
            );
            body.Append(
                CultureInfo.InvariantCulture,
                $"are available in the Git repository at:\n\n  https://gitlab.example/{words.Noun(dice)}/qemu.git tags/pull-{words.Noun(dice)}\n\nfor you to fetch changes up to {dice.Hex(40)}:\n\n  {drafts[^1].Title}\n\n----------------------------------------------------------------\n"
            );
        }
        body.AppendJoin(
                "\n\n",
                Enumerable.Range(0, dice.Between(1, 5)).Select(_ => _prose.Paragraph(dice.Between(1, 4), names))
            )
            .Append("\n\n");
        for (var older = version; older > 1; older--)
            body.Append(
                CultureInfo.InvariantCulture,
                $"Changes in v{older}:\n- {_prose.Clause(names)}\n- {_prose.Clause(names)}\n\n"
            );
        body.Append(CultureInfo.InvariantCulture, $"{author.Name} ({drafts.Count}):\n  ")
            .AppendJoin("\n  ", drafts.Select(draft => draft.Title))
            .Append("\n\n");
        AppendStatistics(body, [.. drafts.SelectMany(draft => draft.Files).DistinctBy(file => file.Path)]);
        return body.Append("-- \n2.51.0\n\n").ToString();
    }

    private List<FileDiff> Files(string subsystem)
    {
        List<FileDiff> files = [];
        // One in 250 touches the whole tree, or imports code.
        var wanted = dice.Chance(0.004) ? (int)dice.LogNormal(70, 1) : dice.Several(1.7);
        while (files.Count < wanted && files.Sum(file => file.Text.Length) < LongestDiff)
        {
            var file = tree.PickFile(wanted > 12 && dice.Chance(0.7) ? tree.Subsystems.Pick(dice) : subsystem);
            var diff = dice.Chance(0.04)
                ? _diffs.Addition(file, Math.Min(dice.Several(8), 60))
                : _diffs.Change(file, dice.Several(1.9 * hunks));
            if (files.TrueForAll(other => other.Path != diff.Path) || dice.Chance(0.3))
                files.Add(diff);
        }
        return
        [
            .. files
                .DistinctBy(file => file.Path, StringComparer.Ordinal)
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    private string Area(string subsystem, List<FileDiff> files) =>
        dice.Chance(0.5) ? Path.ChangeExtension(files[0].Path, null) : subsystem.Replace('_', '-');

    private static void AppendStatistics(StringBuilder body, IReadOnlyList<FileDiff> files)
    {
        var width = files.Max(file => file.Path.Length);
        foreach (var file in files)
        {
            var changes = file.Insertions + file.Deletions;
            var scale = Math.Min(1.0, 40.0 / Math.Max(1, changes));
            body.Append(
                CultureInfo.InvariantCulture,
                $" {file.Path.PadRight(width)} | {changes, 4} {new string('+', (int)Math.Ceiling(file.Insertions * scale))}{new string('-', (int)Math.Ceiling(file.Deletions * scale))}\n"
            );
        }
        body.Append(
            CultureInfo.InvariantCulture,
            $" {files.Count} file{(files.Count == 1 ? "" : "s")} changed, {files.Sum(file => file.Insertions)} insertions(+), {files.Sum(file => file.Deletions)} deletions(-)\n"
        );
        foreach (var file in files.Where(file => file.IsNew))
            body.Append(CultureInfo.InvariantCulture, $" create mode 100644 {file.Path}\n");
        body.Append('\n');
    }
}
