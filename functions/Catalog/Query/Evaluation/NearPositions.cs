using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>Where a text has words that are to be near each other.</summary>
internal sealed class NearPositions
{
    private readonly Dictionary<string, List<int>> _positions = new(StringComparer.Ordinal);

    /// <summary>Adds a position, in ascending order.</summary>
    public void Add(string term, int position)
    {
        if (!_positions.TryGetValue(term, out var positions))
            _positions.Add(term, positions = []);
        positions.Add(position);
    }

    /// <summary>Whether the words are near enough.</summary>
    public bool Match(NearNode near) =>
        near.Terms.All(_positions.ContainsKey) && (near.IsOrdered ? MatchInOrder(near) : MatchInAnyOrder(near));

    private bool MatchInOrder(NearNode near)
    {
        foreach (var first in _positions[near.Terms[0]])
        {
            var at = first;
            foreach (var term in near.Terms.AsSpan()[1..])
            {
                var positions = _positions[term];
                var next = positions.BinarySearch(at + 1);
                next = next < 0 ? ~next : next;
                if (next == positions.Count)
                    return false;
                at = positions[next];
            }
            if (at - first <= near.Span)
                return true;
        }
        return false;
    }

    /// <summary>Slides a window over all positions; it has to hold each word as often as the query.</summary>
    private bool MatchInAnyOrder(NearNode near)
    {
        var wanted = near.Terms.CountBy(term => term).ToDictionary(StringComparer.Ordinal);
        var places = _positions
            .Where(word => wanted.ContainsKey(word.Key))
            .SelectMany(word => word.Value, (word, position) => (Position: position, Term: word.Key))
            .Order()
            .ToList();
        var (missing, start) = (near.Terms.Length, 0);
        foreach (var (position, term) in places)
        {
            if (wanted[term]-- > 0)
                missing--;
            for (; position - places[start].Position > near.Span; start++)
            {
                if (++wanted[places[start].Term] > 0)
                    missing++;
            }
            if (missing == 0)
                return true;
        }
        return false;
    }
}
