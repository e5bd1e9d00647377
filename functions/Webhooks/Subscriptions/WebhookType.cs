using Hookwork.Patchwork.Resources;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>The types of the events that are sent: Patchwork's categories with a dot, and Hookwork's own.</summary>
public static class WebhookType
{
    public const string CoverCreated = "cover.created";
    public const string PatchCreated = "patch.created";
    public const string PatchCompleted = "patch.completed";
    public const string PatchStateChanged = "patch.state-changed";
    public const string PatchDelegated = "patch.delegated";
    public const string CheckCreated = "check.created";
    public const string SeriesCreated = "series.created";
    public const string SeriesCompleted = "series.completed";
    public const string CoverCommentCreated = "cover-comment.created";
    public const string PatchCommentCreated = "patch-comment.created";

    /// <summary>A patch or cover letter arrived after its series was complete.</summary>
    public const string SeriesUpdated = "series.updated";

    /// <summary>A series is incomplete an hour after it began.</summary>
    public const string SeriesIncomplete = "series.incomplete";

    /// <summary>A comment was marked as addressed, or unmarked.</summary>
    public const string CommentUpdated = "comment.updated";

    /// <summary>Every patch of a series has the tags that the subscription asks for.</summary>
    public const string SeriesReviewed = "series.reviewed";

    /// <summary>All patches of a series are in one state, and it is another one than before.</summary>
    public const string SeriesStateChanged = "series.state-changed";

    /// <summary>The combined check of a series changed.</summary>
    public const string SeriesCheckChanged = "series.check-changed";

    /// <summary>Nothing happened for days in a series with open patches.</summary>
    public const string SeriesStale = "series.stale";

    /// <summary>Hookwork disabled a subscription.</summary>
    public const string SubscriptionDisabled = "subscription.disabled";

    /// <summary>Hookwork gave a delivery up.</summary>
    public const string MessageExhausted = "message.exhausted";

    /// <summary>A test of a subscription's deliveries.</summary>
    public const string Test = "webhook.test";

    /// <summary>The types of a subscription that names none: the events of projects.</summary>
    public static IReadOnlyList<string> Default { get; } =
    [.. EventCategory.All.Select(Of), SeriesUpdated, SeriesIncomplete, CommentUpdated];

    /// <summary>The types for conditions of a series. A subscription gets each only if it names it.</summary>
    public static IReadOnlyList<string> Conditions { get; } =
    [SeriesReviewed, SeriesStateChanged, SeriesCheckChanged, SeriesStale];

    /// <summary>Every type to subscribe to; the last two are for the operator.</summary>
    public static IReadOnlyList<string> All { get; } =
    [.. Default, .. Conditions, SubscriptionDisabled, MessageExhausted];

    /// <summary>Whether a type concerns Hookwork itself, and so no project and no mail.</summary>
    public static bool IsOperational(string type) => type is SubscriptionDisabled or MessageExhausted;

    /// <summary>The type of a category: <c>series.completed</c> for <c>series-completed</c>.</summary>
    public static string Of(string category)
    {
        // The dot stands before the verb. Comments keep the resource that they are on, as in patch-comment.created.
        var dot = category.IndexOf("-comment-", StringComparison.Ordinal) is >= 0 and var comment
            ? comment + "-comment".Length
            : category.IndexOf('-');
        return string.Concat(category.AsSpan(0, dot), ".", category.AsSpan(dot + 1));
    }
}
