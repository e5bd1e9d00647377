using System.Text;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>The words of the corpus, from <c>words.txt</c>, and the names made of them.</summary>
internal sealed class Vocabulary
{
    private const string Syllables =
        "ba be bi bo da de di do fa fi fo ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo xa zo";

    private readonly Dictionary<string, string[]> _sections = new(StringComparer.Ordinal);
    private readonly string[] _syllables = Syllables.Split(' ');

    public Vocabulary()
    {
        using var stream = typeof(Vocabulary).Assembly.GetManifestResourceStream("words.txt")!;
        using var reader = new StreamReader(stream);
        var section = "";
        for (var line = reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            if (line.StartsWith('['))
                section = line.Trim('[', ']');
            else
                _sections[section] =
                [
                    .. _sections.GetValueOrDefault(section, []),
                    .. line.Split(line.Contains('|') ? '|' : ' ', StringSplitOptions.RemoveEmptyEntries),
                ];
        }
        Nouns = new(_sections["nouns"], 0.8);
        Verbs = new(_sections["verbs"], 0.8);
        Adjectives = new(_sections["adjectives"], 0.8);
        Adverbs = new(_sections["adverbs"]);
        Small = new(_sections["small"]);
        Connectives = new(_sections["connectives"]);
        Openers = new(_sections["openers"], 0.5);
        Remarks = new(_sections["remarks"], 0.7);
        Variables = new(_sections["variables"], 0.8);
        Types = new(_sections["types"], 0.8);
        Macros = new(_sections["macros"], 0.5);
    }

    public Zipf<string> Nouns { get; }
    public Zipf<string> Verbs { get; }
    public Zipf<string> Adjectives { get; }
    public Zipf<string> Adverbs { get; }
    public Zipf<string> Small { get; }
    public Zipf<string> Connectives { get; }
    public Zipf<string> Openers { get; }
    public Zipf<string> Remarks { get; }
    public Zipf<string> Variables { get; }
    public Zipf<string> Types { get; }
    public Zipf<string> Macros { get; }

    /// <summary>The words of a section of <c>words.txt</c>.</summary>
    public IReadOnlyList<string> this[string section] => _sections[section];

    /// <summary>A rare word: a product, a codename, a typo.</summary>
    private string Coin(Dice dice)
    {
        var word = new StringBuilder();
        for (var count = dice.Between(2, 4); count > 0; count--)
            word.Append(dice.Of(_syllables));
        return dice.Chance(0.4) ? word.Append(dice.Between(1, 9999)).ToString() : word.ToString();
    }

    /// <summary>A noun, occasionally a coined one.</summary>
    public string Noun(Dice dice) => dice.Chance(0.02) ? Coin(dice) : Nouns.Pick(dice);

    /// <summary>The name of a C function after its file's prefix: <c>update_device_table</c>.</summary>
    public string FunctionName(Dice dice)
    {
        var name = new StringBuilder(Verbs.Pick(dice).Replace('-', '_'));
        for (var count = dice.Between(0, 2); count > 0; count--)
            name.Append('_').Append(Noun(dice));
        return name.ToString();
    }

    /// <summary>A word with its first letter in upper case.</summary>
    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
