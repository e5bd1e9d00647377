namespace Hookwork.Patchwork.Resources;

/// <summary>The categories of events, as Patchwork names them.</summary>
public static class EventCategory
{
    public const string CoverCreated = "cover-created";
    public const string PatchCreated = "patch-created";
    public const string PatchCompleted = "patch-completed";
    public const string PatchStateChanged = "patch-state-changed";
    public const string PatchDelegated = "patch-delegated";
    public const string PatchRelationChanged = "patch-relation-changed";
    public const string CheckCreated = "check-created";
    public const string SeriesCreated = "series-created";
    public const string SeriesCompleted = "series-completed";
    public const string CoverCommentCreated = "cover-comment-created";
    public const string PatchCommentCreated = "patch-comment-created";

    /// <summary>Every category.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CoverCreated,
        PatchCreated,
        PatchCompleted,
        PatchStateChanged,
        PatchDelegated,
        PatchRelationChanged,
        CheckCreated,
        SeriesCreated,
        SeriesCompleted,
        CoverCommentCreated,
        PatchCommentCreated,
    ];
}
