namespace Hookwork.Archive.Resources;

/// <summary>What the archive holds by id.</summary>
public enum ResourceKind
{
    Patch,
    Cover,
    Series,
}

/// <summary>The names of the kinds in keys, messages and addresses.</summary>
public static class ResourceKinds
{
    public static string Name(this ResourceKind kind) =>
        kind switch
        {
            ResourceKind.Patch => "patch",
            ResourceKind.Cover => "cover",
            ResourceKind.Series => "series",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>The folder of a kind in Blob storage, and its name in Patchwork's addresses.</summary>
    public static string Plural(this ResourceKind kind) =>
        kind == ResourceKind.Patch ? "patches"
        : kind == ResourceKind.Cover ? "covers"
        : "series";
}
