namespace Hookwork.Bench.Search.Corpus;

/// <summary>The source tree that the patches change. Few files change often, most seldom.</summary>
internal sealed class SourceTree
{
    private const int Files = 3000;

    private readonly Dictionary<string, SourceFile> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Zipf<int>> _bySubsystem;
    private readonly List<(string Path, string Prefix)> _files = [];
    private readonly Vocabulary _words;
    private readonly Dice _dice;

    public SourceTree(Vocabulary words, Dice dice)
    {
        _words = words;
        _dice = dice;
        var subsystems = words["subsystems"].Select(item => item.Split(':')).ToList();
        Subsystems = new([.. subsystems.Select(item => item[0])], 0.6);
        var picked = new Zipf<string[]>(subsystems, 0.6);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var subsystem in subsystems)
            Add(subsystem, "");
        while (_files.Count < Files)
            Add(picked.Pick(dice), (dice.Chance(0.8) ? "-" : "/") + words.Noun(dice));
        _bySubsystem = _files
            .Select((file, index) => (file.Prefix, Index: index))
            .GroupBy(file => SubsystemOf(file.Prefix), StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => new Zipf<int>([.. group.Select(file => file.Index)], 0.9),
                StringComparer.Ordinal
            );

        void Add(string[] subsystem, string rest)
        {
            var stem = subsystem[0].Replace('_', '-');
            var path = $"{subsystem[1]}/{stem}{rest}.{dice.Of(words["extensions"])}";
            if (paths.Add(path))
                _files.Add((path, subsystem[0] + rest.Replace('-', '_').Replace('/', '_')));
        }

        string SubsystemOf(string prefix) =>
            subsystems.Select(item => item[0]).Where(prefix.StartsWith).MaxBy(name => name.Length)!;
    }

    /// <summary>The subsystems, by how often they change.</summary>
    public Zipf<string> Subsystems { get; }

    /// <summary>A file that a patch to a subsystem changes.</summary>
    public SourceFile PickFile(string subsystem)
    {
        var (path, prefix) = _files[_bySubsystem[subsystem].Pick(_dice)];
        if (!_written.TryGetValue(path, out var file))
            _written.Add(path, file = new SourceFile(_words, _dice, path, prefix, _dice.Several(18)));
        return file;
    }

    /// <summary>A new file.</summary>
    public SourceFile NewFile(SourceFile beside, int size)
    {
        var noun = _words.Noun(_dice);
        var path = $"{beside.Path[..beside.Path.LastIndexOf('/')]}/{beside.Prefix.Replace('_', '-')}-{noun}.c";
        return new SourceFile(_words, _dice, path, $"{beside.Prefix}_{noun}", size);
    }
}
