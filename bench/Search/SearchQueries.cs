namespace Hookwork.Bench.Search;

/// <summary>Typical queries of reviewers and maintainers, from one word to many conditions.</summary>
internal static class SearchQueries
{
    /// <summary>Requested hits per page.</summary>
    public const int PerPage = 200;

    /// <summary>The queries, by the feature that each exercises.</summary>
    public static IReadOnlyList<(string Name, string Query)> All { get; } =
    [
        ("common word", "device"),
        ("common words", "memory device"),
        ("rare word", "goreki"),
        ("identifier", "virtio_blk_support_device_scope"),
        ("constant", "NVME_BOARD_ENABLED"),
        ("phrase", "\"does not handle\""),
        ("prefix", "migrat*"),
        ("subject", "s:nvme"),
        ("author", "f:okafor"),
        ("directory", "dfn:hw/virtio/*"),
        ("added", "dfb:error_report"),
        ("function", "dfhh:virtio_gpu"),
        ("own text", "nq:regression"),
        ("quoted text", "q:workaround"),
        ("trailer", "tag:Reviewed-by"),
        ("month", "d:20250301..20250331 is:patch"),
        ("state", "state:under-review s:fix"),
        ("series", "series:481000"),
        ("Message-ID", "m:20250110*"),
        ("all together", "(s:virtio OR s:vhost) is:patch NOT tag:Reviewed-by NOT state:rejected"),
    ];
}
