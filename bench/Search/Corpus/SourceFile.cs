namespace Hookwork.Bench.Search.Corpus;

/// <summary>A file of the source tree that the patches change: generated C with names of its own.</summary>
internal sealed class SourceFile
{
    private readonly List<string> _lines = [];
    private readonly List<(int Line, string Signature)> _sections = [];

    /// <summary>Generates a file.</summary>
    /// <param name="path">Its path in the tree.</param>
    /// <param name="prefix">The prefix of its names, such as <c>virtio_net</c>.</param>
    /// <param name="size">How many functions it has.</param>
    public SourceFile(Vocabulary words, Dice dice, string path, string prefix, int size)
    {
        Path = path;
        Prefix = prefix;
        Blob = dice.Hex(40);
        Type = string.Concat(prefix.Split('_').Select(Vocabulary.Capital)) + (dice.Chance(0.7) ? "State" : "");
        Functions = [.. Enumerable.Range(0, size + 4).Select(_ => $"{prefix}_{words.FunctionName(dice)}")];
        Fields =
        [
            .. Enumerable
                .Range(0, dice.Between(6, 16))
                .Select(_ => dice.Chance(0.3) ? $"{words.Noun(dice)}_{words.Noun(dice)}" : words.Noun(dice)),
        ];
        Constants =
        [
            .. Enumerable
                .Range(0, dice.Between(5, 20))
                .Select(_ => $"{prefix}_{words.Noun(dice)}_{words.Macros.Pick(dice)}".ToUpperInvariant()),
        ];

        var code = new CodeWriter(words, dice, this);
        _lines.AddRange(code.Head());
        foreach (var function in Functions.Take(size))
        {
            var lines = code.Function(function);
            _sections.Add((_lines.Count + 2, lines[0]));
            _lines.AddRange(lines);
            _lines.Add("");
        }
    }

    public string Path { get; }
    public string Prefix { get; }

    /// <summary>Its blob id.</summary>
    public string Blob { get; }

    /// <summary>The struct that its functions work on.</summary>
    public string Type { get; }
    public IReadOnlyList<string> Functions { get; }
    public IReadOnlyList<string> Fields { get; }
    public IReadOnlyList<string> Constants { get; }
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The text after a hunk's <c>@@</c>: the first line of the function above.</summary>
    public string SectionAbove(int line)
    {
        var section = _sections.LastOrDefault(item => item.Line <= line).Signature ?? "";
        return section.Length > 80 ? section[..80] : section;
    }
}
