using System.Text;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Says which terms of a mail are indexed: all, but for those that were chosen to make FTS5 slow.</summary>
/// <remarks>
/// FTS5 collects the terms of a row in a hash table whose function has no secret (<c>fts5HashKey2</c> in SQLite's
/// fts5_hash.c), and compares a term with the others of its bucket: 100 KB of terms that were made to share one take
/// seconds. So a bucket takes no more terms than text has that was not made for it. Numbers and names that count up
/// stay below that, however many.
/// </remarks>
internal sealed class TermBuckets
{
    private const int Buckets = 1 << 14;
    private const int MostInBucket = 64;

    /// <summary>With so many terms more, a bucket may have one more: four times what is added on average.</summary>
    private const int TermsForOneMore = Buckets / 4;

    /// <summary>The first terms of a mail are too few to matter, and most mails have few more.</summary>
    private const int Unchecked = 500;

    private readonly ushort[] _counts = new ushort[Buckets];
    private readonly HashSet<int> _known = [];
    private readonly HashSet<int> _leftOut = [];
    private int _read;

    /// <summary>Starts with the next mail.</summary>
    public void Clear()
    {
        if (_known.Count > 0)
            Array.Clear(_counts);
        _known.Clear();
        _leftOut.Clear();
        _read = 0;
    }

    /// <summary>
    /// Whether the next term of the mail is indexed. One that was left out is so to the end of the mail.
    /// </summary>
    public bool Takes(ReadOnlySpan<char> term)
    {
        if (++_read <= Unchecked)
            return true;
        // This hash differs from process to process, so that nobody can make terms for it.
        var hash = string.GetHashCode(term, StringComparison.Ordinal);
        if (!_known.Add(hash))
            return !_leftOut.Contains(hash);
        ref var count = ref _counts[BucketOf(term)];
        if (count < MostInBucket + _known.Count / TermsForOneMore)
        {
            count++;
            return true;
        }
        _leftOut.Add(hash);
        return false;
    }

    private static int BucketOf(ReadOnlySpan<char> term)
    {
        // A blob id has a sign in front, and is the longest of all.
        const int Longest = 3 * (Tokens.MaxTermLength + 1);
        Span<byte> bytes = 3 * term.Length <= Longest ? stackalloc byte[Longest] : new byte[3 * term.Length];
        var hash = 13u;
        for (var index = Encoding.UTF8.GetBytes(term, bytes) - 1; index >= 0; index--)
            hash = (hash << 3) ^ hash ^ bytes[index];
        return (int)(hash % Buckets);
    }
}
