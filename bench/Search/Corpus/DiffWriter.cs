using System.Text;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>Generates git diffs.</summary>
internal sealed class DiffWriter(Vocabulary words, Dice dice, SourceTree tree)
{
    private const int Context = 3;
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);

    /// <summary>A change to an existing file.</summary>
    public FileDiff Change(SourceFile file, int hunks)
    {
        var code = new CodeWriter(words, dice, file);
        var text = new StringBuilder();
        Head(text, file, $"index {file.Blob[..10]}..{dice.Hex(10)} 100644\n", $"a/{file.Path}", $"b/{file.Path}");
        var places = Enumerable
            .Range(0, hunks)
            .Select(_ => dice.Between(0, Math.Max(0, file.Lines.Count - 1)))
            .Order()
            .ToList();
        var (next, shift, insertions, deletions) = (0, 0, 0, 0);
        _renamed.Clear();
        foreach (var place in places.Where(place => place >= next))
        {
            var removed = dice.Chance(0.7) ? Math.Min(dice.Several(3), file.Lines.Count - place) : 0;
            var added = Replacement(code, file, place, removed);
            var (start, end) = (Math.Max(next, place - Context), Math.Min(file.Lines.Count, place + removed + Context));
            var (before, after) = (end - start, end - start - removed + added.Count);
            var section = file.SectionAbove(start);
            text.Append(
                $"@@ -{start + 1},{before} +{start + 1 + shift},{after} @@{(section.Length > 0 ? " " : "")}{section}\n"
            );
            Append(text, ' ', file.Lines.Skip(start).Take(place - start));
            Append(text, '-', file.Lines.Skip(place).Take(removed));
            Append(text, '+', added);
            Append(text, ' ', file.Lines.Skip(place + removed).Take(end - place - removed));
            (next, shift, insertions, deletions) = (
                end,
                shift + added.Count - removed,
                insertions + added.Count,
                deletions + removed
            );
        }
        return new FileDiff(file.Path, text.ToString(), insertions, deletions, file);
    }

    /// <summary>A file that a patch adds.</summary>
    public FileDiff Addition(SourceFile beside, int size)
    {
        var file = tree.NewFile(beside, size);
        var text = new StringBuilder();
        Head(text, file, $"new file mode 100644\nindex 0000000000..{file.Blob[..10]}\n", "/dev/null", $"b/{file.Path}");
        text.Append($"@@ -0,0 +1,{file.Lines.Count} @@\n");
        Append(text, '+', file.Lines);
        return new FileDiff(file.Path, text.ToString(), file.Lines.Count, 0, file) { IsNew = true };
    }

    private List<string> Replacement(CodeWriter code, SourceFile file, int place, int removed)
    {
        if (removed == 0 && dice.Chance(0.15))
            return [.. code.Function($"{file.Prefix}_{words.FunctionName(dice)}"), ""];
        if (removed > 0 && dice.Chance(0.15))
            return [];
        // Most changes keep most of a line and replace a name in it.
        if (removed > 0 && dice.Chance(0.6))
            return [.. file.Lines.Skip(place).Take(removed).Select(line => Reword(line, file))];
        return code.Statements(dice.Several(4), 1);
    }

    /// <summary>Renames a name in a line, consistently across the patch.</summary>
    private string Reword(string line, SourceFile file)
    {
        foreach (var name in file.Functions.Concat(file.Fields).Concat(file.Constants))
        {
            if (!line.Contains(name, StringComparison.Ordinal))
                continue;
            if (!_renamed.TryGetValue(name, out var other))
                _renamed.Add(
                    name,
                    other = char.IsUpper(name[0]) ? $"{name}_{words.Macros.Pick(dice)}" : $"{name}_{words.Noun(dice)}"
                );
            return line.Replace(name, other, StringComparison.Ordinal);
        }
        return line.Length == 0 ? "" : $"{line} /* {words.Adjectives.Pick(dice)} {words.Noun(dice)} */";
    }

    private static void Head(StringBuilder text, SourceFile file, string index, string before, string after) =>
        text.Append($"diff --git a/{file.Path} b/{file.Path}\n").Append(index).Append($"--- {before}\n+++ {after}\n");

    private static void Append(StringBuilder text, char sign, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            text.Append(sign).Append(line).Append('\n');
    }
}
