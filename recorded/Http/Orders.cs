using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The orders of each list, and its default.</summary>
internal static class Orders
{
    public static readonly Order<PatchRow> Patches = new(
        "id",
        new()
        {
            ["id"] = By<PatchRow>(row => row.Id),
            ["name"] = ByText<PatchRow>(row => row.Item.Name),
            ["project"] = By<PatchRow>(row => row.Item.Project),
            ["date"] = By<PatchRow>(row => row.Item.Date),
            ["state"] = ByText<PatchRow>(row => row.State),
            ["archived"] = By<PatchRow>(row => row.Archived ? 1 : 0),
            // The database returns equal rows in heap order. The recording's last update, archiving, moved a row behind
            // the others.
            ["submitter"] = By<PatchRow>(row => row.Item.SubmitterId * 2 + (row.Item.Archived ? 1 : 0)),
        }
    );

    public static readonly Order<CoverRow> Covers = new("id", Mails<CoverRow>());

    public static readonly Order<SeriesRow> Series = new("id", Mails<SeriesRow>());

    public static readonly Order<CommentRow> Comments = new("id", Mails<CommentRow>());

    public static readonly Order<CheckRow> Checks = new(
        "id",
        new()
        {
            ["id"] = By<CheckRow>(row => row.Id),
            ["user"] = By<CheckRow>(row => row.Item.SubmitterId),
            ["date"] = By<CheckRow>(row => row.Item.Date),
            ["state"] = ByText<CheckRow>(row => row.Item.State!),
            ["context"] = ByText<CheckRow>(row => row.Item.Context!),
        }
    );

    public static readonly Order<EventRow> Events = new(
        "-date",
        new() { ["date"] = By<EventRow>(row => row.Item.Date) }
    );

    public static readonly Order<ItemRow> Named = new(
        "id",
        new()
        {
            ["id"] = By<ItemRow>(row => row.Id),
            ["name"] = ByText<ItemRow>(row => row.Item.Name),
            ["username"] = ByText<ItemRow>(row => row.Item.Name),
            ["link_name"] = ByText<ItemRow>(row => row.Item.LinkName ?? ""),
            ["email"] = ByText<ItemRow>(row => row.Item.Email ?? ""),
        }
    );

    public static readonly Order<BundleRow> Bundles = new(
        "id",
        new()
        {
            ["id"] = By<BundleRow>(row => row.Id),
            ["name"] = ByText<BundleRow>(row => row.Item.Name),
            ["owner"] = By<BundleRow>(row => row.Owner.Id),
        }
    );

    private static Dictionary<string, Comparison<TRow>> Mails<TRow>()
        where TRow : ItemRow =>
        new()
        {
            ["id"] = By<TRow>(row => row.Id),
            ["name"] = ByText<TRow>(row => row.Item.Name),
            ["date"] = By<TRow>(row => row.Item.Date),
            ["submitter"] = By<TRow>(row => row.Item.SubmitterId),
        };

    private static Comparison<TRow> By<TRow>(Func<TRow, long> key) => (a, b) => key(a).CompareTo(key(b));

    private static Comparison<TRow> ByText<TRow>(Func<TRow, string> key) =>
        (a, b) => string.CompareOrdinal(key(a), key(b));
}
