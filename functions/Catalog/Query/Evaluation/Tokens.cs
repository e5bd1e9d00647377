using System.Collections.Immutable;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>
/// Text to normalized terms, the only way there is: what is indexed, what a query asks for and what is matched in
/// memory went through here.
/// </summary>
/// <remarks>
/// A term is a run of letters and digits of any script, in lower case and without diacritics. Everything else
/// separates, so that <c>vhost_backend_update_device_iotlb</c> is the phrase of its five words and each word is found
/// too. Scripts written without spaces (Han, Kana, Thai …) give one term a character. A term has at most
/// <see cref="MaxTermLength"/> UTF-16 units; longer ones, such as lines of base64, are left out and take no position.
/// </remarks>
public static class Tokens
{
    /// <summary>The most UTF-16 units of a term.</summary>
    public const int MaxTermLength = 64;

    /// <summary>
    /// A term that no text gives. It stands between the entries of a list, so that no phrase crosses them.
    /// </summary>
    public const char EntrySeparator = '\uE000';

    /// <summary>Reads the terms of a text one after the other, without allocating.</summary>
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
