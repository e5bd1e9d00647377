using System.Collections.Immutable;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Splits text into normalized terms. Indexed text, queries and in-memory matching all use it.</summary>
/// <remarks>
/// A term is a run of letters and digits of any script, in lower case and without diacritics. Everything else
/// separates, so that <c>vhost_backend_update_device_iotlb</c> is the phrase of its five words, each of which matches
/// too. Scripts written without spaces (Han, Kana, Thai …) give one term per character. A term has at most
/// <see cref="MaxTermLength"/> UTF-16 units; longer ones, such as lines of base64, are skipped and take no position.
/// </remarks>
public static class Tokens
{
    /// <summary>The maximum length of a term, in UTF-16 units.</summary>
    public const int MaxTermLength = 64;

    /// <summary>
    /// A term that no text contains. It separates the entries of a list, so that no phrase matches across them.
    /// </summary>
    public const char EntrySeparator = '\uE000';

    /// <summary>Enumerates the terms of a text without allocating.</summary>
    public static TermReader Read(ReadOnlySpan<char> text) => new(text);

    /// <summary>The terms of a text.</summary>
    public static ImmutableArray<string> Of(ReadOnlySpan<char> text)
    {
        var terms = ImmutableArray.CreateBuilder<string>();
        var reader = Read(text);
        while (reader.MoveNext())
            terms.Add(reader.Current.ToString());
        return terms.DrainToImmutable();
    }
}
