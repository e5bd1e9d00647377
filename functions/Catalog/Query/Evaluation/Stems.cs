using Lucene.Net.Tartarus.Snowball.Ext;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>The stems of English words, by the Snowball stemmer "english", which lore's Xapian uses too.</summary>
internal static class Stems
{
    /// <summary>A longer run of letters is no English word.</summary>
    private const int Longest = 30;

    private const int Shortest = 3;
    private const int MostKnown = 20_000;

    [ThreadStatic]
    private static EnglishStemmer? t_stemmer;

    [ThreadStatic]
    private static Dictionary<string, string>? t_known;

    /// <summary>The stem of a term; null if the term has no other forms: a name with digits, or another script.</summary>
    public static string? Of(ReadOnlySpan<char> term)
    {
        if (term.Length is < Shortest or > Longest || term.ContainsAnyExceptInRange('a', 'z'))
            return null;
        var all = t_known ??= new(StringComparer.Ordinal);
        var known = all.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(term, out var stem))
            return stem;
        if (all.Count == MostKnown)
            all.Clear();
        var stemmer = t_stemmer ??= new EnglishStemmer();
        stemmer.SetCurrent(term.ToString());
        stemmer.Stem();
        return known[term] = stemmer.Current;
    }

    /// <summary>
    /// How every word with a stem begins. The stemmer changes at most two letters at the end of what it keeps (dying:
    /// die).
    /// </summary>
    public static string BeginningOf(string stem) => stem[..Math.Max(1, stem.Length - 2)];
}
