using System.Text;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Decides which terms of a mail are indexed: all except those crafted to make FTS5 slow.</summary>
/// <remarks>
/// FTS5 collects the terms of a row in a hash table with an unkeyed hash (<c>fts5HashKey2</c> in SQLite's fts5_hash.c),
/// and compares a term with the others of its bucket: 100 KB of colliding terms take seconds. So each bucket is limited
/// to as many terms as natural text puts there. Any amount of numbers and sequential names stays below that.
/// </remarks>
internal sealed class TermBuckets
{
    private const int Buckets = 1 << 14;
    private const int MostInBucket = 64;

    /// <summary>The number of further terms that allows a bucket one more: four times the average.</summary>
    private const int TermsForOneMore = Buckets / 4;

    /// <summary>The first terms of a mail are too few to matter; most mails have few more.</summary>
    private const int Unchecked = 500;

    private readonly ushort[] _counts = new ushort[Buckets];
    private readonly HashSet<int> _known = [];
    private readonly HashSet<int> _leftOut = [];
    private int _read;

    /// <summary>Resets for the next mail.</summary>
    public void Clear()
    {
        if (_known.Count > 0)
            Array.Clear(_counts);
        _known.Clear();
        _leftOut.Clear();
        _read = 0;
    }

    /// <summary>Whether the mail's next term is indexed. A term left out stays left out for the whole mail.</summary>
    public bool Takes(ReadOnlySpan<char> term)
    {
        if (++_read <= Unchecked)
            return true;
        // This hash is seeded per process, so terms cannot be crafted against it.
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
        // A blob id with its sign is the longest term.
        const int Longest = 3 * (Tokens.MaxTermLength + 1);
        Span<byte> bytes = 3 * term.Length <= Longest ? stackalloc byte[Longest] : new byte[3 * term.Length];
        var hash = 13u;
        for (var index = Encoding.UTF8.GetBytes(term, bytes) - 1; index >= 0; index--)
            hash = (hash << 3) ^ hash ^ bytes[index];
        return (int)(hash % Buckets);
    }
}
