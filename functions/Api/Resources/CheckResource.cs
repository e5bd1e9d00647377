using Hookwork.Api.Lists;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Api.Resources;

/// <summary>A CI's result for a patch: <c>/api/patches/{id}/checks/</c>.</summary>
internal static class CheckResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        Field.One("user", Entity.User),
        new Field("date", FieldType.Date),
        new Field("state"),
        new Field("target_url"),
        new Field("context"),
        new Field("description")
    )
    {
        Embedded = ["id", "url", "date", "state", "target_url", "context"],
    };

    public static readonly RowList List = new(
        Entity.Check,
        [
            RowFilter.Since,
            RowFilter.Before,
            RowFilter.User("user"),
            RowFilter.Choice("state", Check.States),
            RowFilter.Same("context"),
        ],
        ["id", "user", "date", "state", "target_url", "context", "description"]
    )
    {
        Words = ("state", Check.States),
    };
}
