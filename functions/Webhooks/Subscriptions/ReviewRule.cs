using Hookwork.Mail;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>When a series counts as reviewed.</summary>
/// <param name="Tags">How many people each patch needs a tag of.</param>
/// <param name="Kinds">The tags that count, some of <see cref="AllKinds"/>.</param>
public sealed record ReviewRule(int Tags, IReadOnlyList<string> Kinds)
{
    /// <summary>The most <see cref="Tags"/>.</summary>
    public const int MostTags = 100;

    private static readonly Dictionary<string, ReviewTagKind> Known = new(StringComparer.Ordinal)
    {
        ["Acked-by"] = ReviewTagKind.Acked,
        ["Reviewed-by"] = ReviewTagKind.Reviewed,
        ["Tested-by"] = ReviewTagKind.Tested,
    };

    /// <summary>The names of tags that can count.</summary>
    public static IReadOnlyCollection<string> AllKinds => Known.Keys;

    /// <summary>The rule of a subscription that has none.</summary>
    public static ReviewRule Default { get; } = new(1, ["Reviewed-by", "Acked-by"]);

    /// <summary>The kinds that count.</summary>
    public IReadOnlyCollection<ReviewTagKind> TagKinds() => [.. Kinds.Select(kind => Known[kind]).Distinct().Order()];

    /// <summary>The rule in short, such as <c>1AR</c>; equal for equal rules.</summary>
    public string Key() => $"{Tags}{string.Concat(TagKinds().Select(kind => (char)kind))}";
}
