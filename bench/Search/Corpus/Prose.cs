using System.Text;

namespace Hookwork.Bench.Search.Corpus;

/// <summary>Generates English sentences with the word frequencies of a developers' list.</summary>
internal sealed class Prose(Vocabulary words, Dice dice)
{
    /// <summary>A clause without its full stop.</summary>
    /// <param name="names">Identifiers that it may mention.</param>
    public string Clause(IReadOnlyList<string> names)
    {
        List<string> clause = [.. Thing(names), .. Doing(names)];
        while (dice.Chance(0.45))
        {
            clause.Add(words.Small.Pick(dice));
            clause.AddRange(dice.Chance(0.7) ? Thing(names) : [words.Small.Pick(dice), words.Verbs.Pick(dice)]);
        }
        return string.Join(' ', clause);
    }

    /// <summary>A paragraph, wrapped at 72 columns.</summary>
    public string Paragraph(int sentences, IReadOnlyList<string> names)
    {
        var text = new StringBuilder();
        for (; sentences > 0; sentences--)
        {
            if (dice.Chance(0.3))
                text.Append(words.Openers.Pick(dice)).Append(' ').Append(Clause(names));
            else
                text.Append(Vocabulary.Capital(Clause(names)));
            if (dice.Chance(0.35))
                text.Append(dice.Chance(0.5) ? ", " : " ")
                    .Append(words.Connectives.Pick(dice))
                    .Append(' ')
                    .Append(Clause(names));
            text.Append(sentences > 1 ? ". " : ".");
        }
        return Wrap(text.ToString(), 72);
    }

    /// <summary>The part of a patch's subject after the colon: <c>fix leak of request queue</c>.</summary>
    public string Title(IReadOnlyList<string> names) =>
        string.Join(
            ' ',
            (List<string>)
                [
                    words.Verbs.Pick(dice),
                    .. Thing(names),
                    .. dice.Chance(0.5)
                        ? [dice.Of(["in", "for", "of", "on", "from", "to", "when", "with"]), .. Thing(names)]
                        : Array.Empty<string>(),
                ]
        );

    /// <summary>Breaks a text's lines at spaces.</summary>
    public static string Wrap(string text, int columns)
    {
        var wrapped = new StringBuilder(text.Length + text.Length / columns);
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > columns)
            {
                wrapped.Append('\n');
                column = 0;
            }
            else if (column > 0)
            {
                wrapped.Append(' ');
                column++;
            }
            wrapped.Append(word);
            column += word.Length;
        }
        return wrapped.ToString();
    }

    private List<string> Thing(IReadOnlyList<string> names)
    {
        if (names.Count > 0 && dice.Chance(0.18))
            return [dice.Of(names) + (dice.Chance(0.6) ? "()" : "")];
        List<string> thing = dice.Chance(0.6)
            ? [dice.Of(["the", "the", "a", "this", "its", "each", "any", "that"])]
            : [];
        if (dice.Chance(0.35))
            thing.Add(words.Adjectives.Pick(dice));
        thing.Add(words.Noun(dice));
        if (dice.Chance(0.3))
            thing.Add(words.Noun(dice));
        if (dice.Chance(0.15))
            thing[^1] += "s";
        return thing;
    }

    private List<string> Doing(IReadOnlyList<string> names)
    {
        var verb = words.Verbs.Pick(dice);
        List<string> doing = dice.Between(0, 5) switch
        {
            0 => [verb + "s"],
            1 => ["is", Past(verb)],
            2 => ["does", "not", verb],
            3 => [dice.Of(["can", "should", "will", "must", "may", "could"]), verb],
            4 => ["was", Past(verb)],
            _ => [words.Small.Pick(dice), verb],
        };
        if (dice.Chance(0.2))
            doing.Insert(dice.Between(0, doing.Count - 1), words.Adverbs.Pick(dice));
        doing.AddRange(Thing(names));
        return doing;
    }

    private static string Past(string verb) => verb.EndsWith('e') ? verb + "d" : verb + "ed";
}
