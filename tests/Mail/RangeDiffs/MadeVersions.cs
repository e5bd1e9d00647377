namespace Hookwork.Tests.Mail.RangeDiffs;

/// <summary>A made-up series and its next version, from a seed.</summary>
internal sealed class MadeVersions
{
    private static readonly string[] s_words = ["ring", "queue", "irq", "clock", "bus", "page", "lock", "timer"];

    /// <summary>What a next version does to the patches.</summary>
    public static readonly string[] Kinds =
    [
        "the same",
        "reordered",
        "dropped",
        "added",
        "reworded",
        "edited",
        "split",
        "squashed",
        "rebased",
        "several",
    ];

    private readonly Random _random;

    public MadeVersions(int seed, string kind)
    {
        _random = new Random(seed);
        OldBase = Base();
        NewBase = OldBase;
        Old = [.. Enumerable.Range(0, _random.Next(3, 9)).Select(MakeChange)];
        var changes = Old.ToList();
        if (kind == "several")
        {
            foreach (var one in Kinds.Skip(1).SkipLast(1).OrderBy(_ => _random.Next()).Take(_random.Next(2, 5)))
                Change(changes, one);
        }
        else
            Change(changes, kind);
        New = changes;
    }

    public IReadOnlyDictionary<string, List<string>> OldBase { get; }

    public IReadOnlyDictionary<string, List<string>> NewBase { get; private set; }

    public IReadOnlyList<MadeChange> Old { get; }

    public IReadOnlyList<MadeChange> New { get; }

    private void Change(List<MadeChange> changes, string kind)
    {
        var at = _random.Next(changes.Count);
        var change = changes[at];
        switch (kind)
        {
            case "reordered":
                changes.RemoveAt(at);
                changes.Insert(_random.Next(changes.Count + 1), change);
                break;
            case "dropped":
                changes.RemoveAt(at);
                break;
            case "added":
                changes.Insert(at, MakeChange(100 + at));
                break;
            case "reworded":
                changes[at] = _random.Next(3) switch
                {
                    0 => change with { Subject = $"{change.Subject}, really" },
                    1 => change with { Author = "Carol Example" },
                    _ => change with { Body = $"{change.Body}\n\nReviewed-by: Bob Example <bob@b.example>" },
                };
                break;
            case "edited":
                changes[at] = change with { Edits = [.. change.Edits.Select(Altered)] };
                break;
            case "split":
                var half = (change.Edits.Count + 1) / 2;
                changes[at] = change with { Edits = [.. change.Edits.Take(half)] };
                changes.Insert(
                    at + 1,
                    change with
                    {
                        Subject = $"{change.Subject} again",
                        Edits = [.. change.Edits.Skip(half)],
                    }
                );
                break;
            case "squashed" when changes.Count > 1:
                var first = Math.Min(at, changes.Count - 2);
                changes[first] = changes[first] with { Edits = [.. changes[first].Edits, .. changes[first + 1].Edits] };
                changes.RemoveAt(first + 1);
                break;
            case "rebased":
                NewBase = NewBase.ToDictionary(file => file.Key, file => Rebased(file.Value));
                break;
        }
    }

    private MadeEdit Altered(MadeEdit edit) =>
        edit with
        {
            Added = [.. edit.Added.Select(line => _random.Next(5) == 0 ? $"{line} /* {_random.Next(1000)} */" : line)],
        };

    private List<string> Rebased(List<string> lines) =>
        [
            .. lines.SelectMany(line =>
                _random.Next(12) == 0 ? [line, $"\tcheck({_random.Next(1000)});"] : (string[])[line]
            ),
        ];

    private Dictionary<string, List<string>> Base() =>
        Enumerable
            .Range(0, 6)
            .ToDictionary(file => $"dev/{s_words[file]}.c", file => Functions(s_words[file]).ToList());

    private IEnumerable<string> Functions(string word)
    {
        for (var function = 0; function < 8; function++)
        {
            yield return $"static int {word}_{function}(struct {word} *{word[0]})";
            yield return "{";
            for (var step = _random.Next(3, 9); step > 0; step--)
                yield return Statement(word);
            yield return "\treturn 0;";
            yield return "}";
            yield return "";
        }
    }

    private string Statement(string word) =>
        _random.Next(5) switch
        {
            0 => "",
            1 => $"\tif ({word[0]}->state == {_random.Next(9)})",
            2 => $"\t\treturn -{_random.Next(40)};",
            3 => $"\t{word}_write({word[0]}, 0x{_random.Next(4096):x});",
            _ => $"\t{word[0]}->count += {_random.Next(100)};",
        };

    private MadeChange MakeChange(int number)
    {
        var word = s_words[_random.Next(6)];
        var edits = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => MakeEdit(s_words[_random.Next(6)])).ToList();
        if (_random.Next(4) == 0)
            edits.Add(new MadeEdit($"dev/{word}-{number}.h", null, 0, [.. Functions(word).Take(_random.Next(5, 30))]));
        if (_random.Next(12) == 0)
            edits.Add(new MadeEdit($"dev/{s_words[_random.Next(6)]}.c", null, 0, []));
        return new MadeChange(
            $"{word}: change {number} of {_random.Next(1000)}",
            $"The {word} is wrong.\n\nThis makes it right,\nin {number} steps.\n\nSigned-off-by: Ann Example <ann@a.example>",
            "Ann Example",
            edits
        );
    }

    private MadeEdit MakeEdit(string word) =>
        new(
            $"dev/{word}.c",
            $"static int {word}_{_random.Next(8)}(struct {word} *{word[0]})",
            _random.Next(2),
            ["{", .. Enumerable.Range(0, _random.Next(1, 12)).Select(_ => Statement(word))]
        );
}
