using System.Collections.Immutable;

namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A conjunction or disjunction of at least two parts, none of them a group of the same kind.</summary>
/// <param name="MatchesAny">True for OR, false for AND.</param>
/// <param name="Parts">The parts, in written order.</param>
public sealed record GroupNode(bool MatchesAny, ImmutableArray<QueryNode> Parts) : QueryNode
{
    public bool Equals(GroupNode? other) =>
        other is not null && MatchesAny == other.MatchesAny && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

    public override int GetHashCode() => HashCode.Combine(MatchesAny, Parts.Length, Parts[0]);

    /// <summary>
    /// The parts as one node: a group, the part itself if it is the only one, or null if there is none.
    /// </summary>
    internal static QueryNode? Of(bool matchesAny, List<QueryNode> parts)
    {
        if (parts.Count < 2)
            return parts.Count == 0 ? null : parts[0];

        var flat = ImmutableArray.CreateBuilder<QueryNode>(parts.Count);
        foreach (var part in parts)
        {
            if (part is GroupNode group && group.MatchesAny == matchesAny)
                flat.AddRange(group.Parts);
            else
                flat.Add(part);
        }
        return new GroupNode(matchesAny, flat.DrainToImmutable());
    }
}
