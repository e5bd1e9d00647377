namespace Hookwork.Bench.Search.Corpus;

/// <summary>
/// Picks items by Zipf's law: the first most often, the second half as often, the third a third as often …
/// </summary>
internal sealed class Zipf<T>
{
    private readonly IReadOnlyList<T> _items;
    private readonly double[] _cumulated;
    private readonly HashSet<T> _all;

    /// <summary>Weighs the items.</summary>
    /// <param name="items">The items, most frequent first.</param>
    /// <param name="exponent">1 for words; smaller is flatter.</param>
    public Zipf(IReadOnlyList<T> items, double exponent = 1)
    {
        _items = items;
        _all = [.. items];
        _cumulated = new double[items.Count];
        var sum = 0.0;
        for (var rank = 0; rank < items.Count; rank++)
            _cumulated[rank] = sum += 1 / Math.Pow(rank + 2.7, exponent);
    }

    /// <summary>Whether the item is in the list.</summary>
    public bool Contains(T item) => _all.Contains(item);

    /// <summary>A random item.</summary>
    public T Pick(Dice dice)
    {
        var index = Array.BinarySearch(_cumulated, dice.Share() * _cumulated[^1]);
        return _items[Math.Min(index < 0 ? ~index : index, _items.Count - 1)];
    }
}
