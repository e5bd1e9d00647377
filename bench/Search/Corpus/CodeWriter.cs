namespace Hookwork.Bench.Search.Corpus;

/// <summary>Generates C from a few recurring patterns, with names from the file and its vocabulary.</summary>
internal sealed class CodeWriter(Vocabulary words, Dice dice, SourceFile file)
{
    private readonly Zipf<string> _functions = new(file.Functions, 0.7);
    private readonly Zipf<string> _fields = new(file.Fields, 0.8);
    private readonly Zipf<string> _constants = new(file.Constants, 0.8);
    private readonly List<string> _atHand = [];
    private readonly List<string> _numbers = ["0", "1"];

    /// <summary>The lines before the functions.</summary>
    public List<string> Head()
    {
        List<string> lines =
        [
            "/*",
            $" * {Vocabulary.Capital(file.Prefix.Replace('_', ' '))} {words.Noun(dice)} {words.Noun(dice)}",
            " *",
            " * SPDX-License-Identifier: GPL-2.0-or-later",
            " */",
            "",
            "#include \"qemu/osdep.h\"",
        ];
        for (var count = dice.Between(3, 9); count > 0; count--)
            lines.Add(
                $"#include \"{dice.Of(["hw", "qemu", "exec", "system", "migration", "qapi", "linux"])}/{words.Noun(dice)}.h\""
            );
        lines.Add("");
        foreach (var constant in file.Constants)
            lines.Add($"#define {constant, -36} {Number()}");
        lines.AddRange(["", $"struct {file.Type} {{"]);
        foreach (var field in file.Fields)
            lines.Add($"    {words.Types.Pick(dice)} {(dice.Chance(0.2) ? "*" : "")}{field};");
        lines.AddRange(["};", ""]);
        return lines;
    }

    /// <summary>A function, from its signature to its closing brace.</summary>
    public List<string> Function(string name)
    {
        // Neighbouring lines use the same names.
        _atHand.Clear();
        var result = dice.Chance(0.5) ? "void" : words.Types.Pick(dice);
        var more = dice.Chance(0.6) ? $", {words.Types.Pick(dice)} {Variable()}" : "";
        List<string> lines = [$"{(dice.Chance(0.7) ? "static " : "")}{result} {name}({file.Type} *s{more})", "{"];
        for (var count = dice.Between(0, 3); count > 0; count--)
            lines.Add($"    {words.Types.Pick(dice)} {Variable()}{(dice.Chance(0.5) ? $" = {Value()}" : "")};");
        lines.Add("");
        lines.AddRange(Statements(dice.Several(7), 1));
        if (result != "void")
            lines.AddRange(["", $"    return {(dice.Chance(0.5) ? "0" : Value())};"]);
        lines.Add("}");
        return lines;
    }

    /// <summary>About so many lines of statements.</summary>
    public List<string> Statements(int count, int depth)
    {
        var indent = new string(' ', 4 * depth);
        List<string> lines = [];
        while (lines.Count < count)
        {
            if (lines.Count > 0 && lines[^1].EndsWith(';') && dice.Chance(0.4))
            {
                lines.Add(Sibling(lines[^1]));
                continue;
            }
            switch (dice.Between(0, 16))
            {
                case 0 or 1 or 2 when depth < 4:
                    lines.Add($"{indent}if ({Condition()}) {{");
                    lines.AddRange(Statements(dice.Between(1, 4), depth + 1));
                    if (dice.Chance(0.2))
                    {
                        lines.Add($"{indent}}} else {{");
                        lines.AddRange(Statements(dice.Between(1, 3), depth + 1));
                    }
                    lines.Add($"{indent}}}");
                    break;
                case 3 when depth < 3:
                    lines.Add($"{indent}for (i = 0; i < {Value()}; i++) {{");
                    lines.AddRange(Statements(dice.Between(1, 4), depth + 1));
                    lines.Add($"{indent}}}");
                    break;
                case 4 when depth < 3:
                    lines.Add($"{indent}switch ({Value()}) {{");
                    for (var cases = dice.Between(2, 4); cases > 0; cases--)
                    {
                        lines.Add($"{indent}case {Near(_constants)}:");
                        lines.AddRange([.. Statements(1, depth + 1), $"{indent}    break;"]);
                    }
                    lines.Add($"{indent}}}");
                    break;
                case 5 when dice.Chance(0.7):
                    lines.Add($"{indent}/* {Vocabulary.Capital(new Prose(words, dice).Clause(file.Functions))} */");
                    break;
                case 6:
                    lines.Add("");
                    break;
                case 7 when dice.Chance(0.7):
                    lines.Add(
                        $"{indent}{dice.Of(["error_report", "error_setg", "qemu_log_mask", "trace_event", "warn_report", "dev_err", "printf"])}(\"{new Prose(words, dice).Clause([])}: %{dice.Of(["d", "s", "x", "PRIx64"])}\", {Value()});"
                    );
                    break;
                case 8 or 9 or 10:
                    lines.Add($"{indent}{(dice.Chance(0.4) ? Variable() + " = " : "")}{Call()};");
                    break;
                default:
                    lines.Add($"{indent}{Place()} {dice.Of(["=", "=", "=", "|=", "+=", "&="])} {Value()};");
                    break;
            }
        }
        return lines;
    }

    /// <summary>The same statement for another field.</summary>
    private string Sibling(string line)
    {
        var name = (
            dice.Chance(0.5) ? file.Fields.Concat(file.Constants) : file.Constants.Concat(file.Fields)
        ).FirstOrDefault(line.Contains);
        return name is null
            ? line
            : line.Replace(name, (char.IsUpper(name[0]) ? _constants : _fields).Pick(dice), StringComparison.Ordinal);
    }

    private string Condition() =>
        dice.Between(0, 5) switch
        {
            0 => $"!{Place()}",
            1 => $"{Variable()} < 0",
            2 => $"{Place()} & {Near(_constants)}",
            3 => $"{Place()} && {Value()}",
            4 => $"{Call()} != {Number()}",
            _ => $"{Value()} {dice.Of(["==", "!=", ">=", ">", "<"])} {Value()}",
        };

    private string Call() =>
        $"{(dice.Chance(0.9) ? Near(_functions) : words.FunctionName(dice))}({string.Join(", ", Enumerable.Range(0, dice.Between(0, 3)).Select(_ => Value()).Prepend("s"))})";

    private string Place() =>
        dice.Chance(0.7) ? $"{(dice.Chance(0.85) ? "s" : Variable())}->{Near(_fields)}" : Variable();

    private string Value() =>
        dice.Between(0, 6) switch
        {
            0 => Number(),
            1 or 2 => Near(_constants),
            3 => Place(),
            4 => $"&{Place()}",
            5 => $"sizeof({Variable()})",
            _ => Variable(),
        };

    private string Number()
    {
        if (dice.Chance(0.3))
            _numbers.Add(dice.Chance(0.6) ? dice.Between(0, 64).ToString() : $"0x{dice.Hex(dice.Between(1, 8))}");
        return dice.Chance(0.3) ? _numbers[^1] : dice.Of(_numbers);
    }

    private string Variable() => Near(words.Variables);

    /// <summary>A name, preferably a recently used one.</summary>
    private string Near(Zipf<string> names)
    {
        const int Most = 10;
        var name = names.Pick(dice);
        for (var tries = 0; tries < 6; tries++)
        {
            var known = _atHand.Count > 0 ? dice.Of(_atHand) : name;
            if (names.Contains(known))
                return known;
        }
        if (_atHand.Count == Most)
            _atHand.RemoveAt(0);
        _atHand.Add(name);
        return name;
    }
}
