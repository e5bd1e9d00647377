using Hookwork.Mail;

namespace Hookwork.Site.Rows;

/// <summary>How many tags of each kind there are.</summary>
public readonly record struct TagCounts(int Acked, int Nacked, int Reviewed, int Tested)
{
    public static TagCounts Of(IEnumerable<ReviewTag> tags)
    {
        var kinds = tags.Select(tag => tag.Kind).ToList();
        return new TagCounts(
            kinds.Count(kind => kind == ReviewTagKind.Acked),
            kinds.Count(kind => kind == ReviewTagKind.Nacked),
            kinds.Count(kind => kind == ReviewTagKind.Reviewed),
            kinds.Count(kind => kind == ReviewTagKind.Tested)
        );
    }

    /// <summary>As Patchwork writes them, without <see cref="Nacked"/>: a dash for none.</summary>
    public override string ToString() => $"{Dashed.Of(Acked)} {Dashed.Of(Reviewed)} {Dashed.Of(Tested)}";
}
