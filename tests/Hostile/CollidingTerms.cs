namespace Hookwork.Tests.Hostile;

/// <summary>Terms that collide in FTS5's hash table, constructed from the linearity of its hash function.</summary>
internal static class CollidingTerms
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Terms whose hashes end with the same bits; each combines a prefix with a matching suffix.</summary>
    public static IEnumerable<string> Of(int bits)
    {
        var mask = (1u << bits) - 1;
        var starts = (from a in Letters from b in Letters from c in Letters select $"{a}{b}{c}").ToLookup(start =>
            Hash(start, 0) & mask
        );
        for (var number = 0; ; number++)
        {
            var end = string.Concat(
                Enumerable
                    .Range(0, 5)
                    .Select(place => Letters[number / (int)Math.Pow(Letters.Length, place) % Letters.Length])
            );
            foreach (var start in starts[Hash("\0\0\0", Hash(end, 13)) & mask])
                yield return start + end;
        }
    }

    private static uint Hash(string text, uint hash) =>
        text.Reverse().Aggregate(hash, (sum, letter) => (sum << 3) ^ sum ^ letter);
}
