namespace Hookwork.Archive.Resources;

/// <summary>The kinds of resources that the archive stores by id.</summary>
public enum ResourceKind
{
    Patch,
    Cover,
    Series,
}

/// <summary>The names of the kinds in keys, messages and URLs.</summary>
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

    /// <summary>A kind's folder in Blob storage and its name in Patchwork's URLs.</summary>
    public static string Plural(this ResourceKind kind) =>
        kind == ResourceKind.Patch ? "patches"
        : kind == ResourceKind.Cover ? "covers"
        : "series";
}
