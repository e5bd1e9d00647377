using Hookwork.Archive.Resources;

namespace Hookwork.Archive;

/// <summary>
/// Partition and row keys. They contain only numbers, zero-padded to sort numerically; no upstream text reaches a key,
/// and a renamed project keeps its rows.
/// </summary>
public static class Keys
{
    /// <summary>A row key, or the partition of one resource's rows.</summary>
    public static string Id(long id) => id.ToString("D10");

    /// <summary>The greatest id that fits into the digits of a key. No resource has a greater one.</summary>
    public const long LastId = 9_999_999_999;

    /// <summary>The partition of a resource; a thousand ids each.</summary>
    public static string Bucket(long id) => (id / 1000).ToString("D7");

    /// <summary>The partition of an event; a thousand ids of one project each.</summary>
    public static string EventBucket(long project, long id) => $"{Id(project)}-{Bucket(id)}";

    /// <summary>The partition of one hour of the journal.</summary>
    public static string Hour(long project, DateTimeOffset time) => $"{Id(project)}-{time.UtcDateTime:yyyyMMddHH}";

    /// <summary>The partition of the comments on a patch or cover letter.</summary>
    public static string Comments(ResourceKind kind, long id) => $"{kind.Name()}-{Id(id)}";
}
