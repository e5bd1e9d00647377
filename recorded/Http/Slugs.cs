namespace Hookwork.Recorded.Http;

/// <summary>The API's enumerations, in the server's order.</summary>
internal static class Slugs
{
    /// <summary>Patch states; the index is the id minus one.</summary>
    public static readonly string[] States =
    [
        "new",
        "under-review",
        "accepted",
        "rejected",
        "rfc",
        "not-applicable",
        "changes-requested",
        "awaiting-upstream",
        "superseded",
        "deferred",
    ];

    /// <summary>Check states; the index is the number that filters take.</summary>
    public static readonly string[] CheckStates = ["pending", "success", "warning", "fail"];

    public static readonly string[] Categories =
    [
        "cover-created",
        "patch-created",
        "patch-completed",
        "patch-state-changed",
        "patch-delegated",
        "patch-relation-changed",
        "check-created",
        "series-created",
        "series-completed",
        "cover-comment-created",
        "patch-comment-created",
    ];
}
