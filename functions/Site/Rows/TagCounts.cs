namespace Hookwork.Site.Rows;

/// <summary>How many tags of each kind there are.</summary>
public readonly record struct TagCounts(int Acked, int Reviewed, int Tested)
{
    /// <summary>Counts tags.</summary>
    public static TagCounts Of(IEnumerable<ReviewTag> tags)
    {
        var letters = tags.Select(tag => tag.Letter).ToList();
        return new TagCounts(
            letters.Count(letter => letter == 'A'),
            letters.Count(letter => letter == 'R'),
            letters.Count(letter => letter == 'T')
        );
    }

    /// <summary>As Patchwork writes them: a dash for none.</summary>
    public override string ToString() => $"{Dashed.Of(Acked)} {Dashed.Of(Reviewed)} {Dashed.Of(Tested)}";
}
