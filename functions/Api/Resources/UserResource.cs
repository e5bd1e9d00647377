using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>An account on the server: <c>/api/users/</c>.</summary>
internal static class UserResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        new Field("username"),
        new Field("first_name"),
        new Field("last_name"),
        new Field("email"),
        // The server shows them to the user alone. They are not archived.
        new Field("settings", FieldType.Object) { Since = 2, InDetailOnly = true }
    )
    {
        Embedded = ["id", "url", "username", "first_name", "last_name", "email"],
    };

    public static readonly CatalogList List = new(Entity.User, "user")
    {
        IsInEachCatalog = true,
        Filters =
        [
            CatalogFilter.Search(
                "username",
                "email",
                "json_extract(json, '$.first_name')",
                "json_extract(json, '$.last_name')"
            ),
        ],
        Orders = CatalogOrder.Of(("id", "id"), ("username", "username"), ("email", "email")),
    };
}
