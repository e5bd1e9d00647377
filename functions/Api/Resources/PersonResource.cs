using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>Who sent mail: <c>/api/people/</c>.</summary>
internal static class PersonResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        new Field("name"),
        new Field("email"),
        // Only people's own view tells of it, which the archive does not read: it asks for a token.
        Field.One("user", Entity.User) with
        {
            NullIfUnknown = true,
        }
    )
    {
        Embedded = ["id", "url", "name", "email"],
    };

    public static readonly CatalogList List = new(Entity.Person, "person")
    {
        IsInEachCatalog = true,
        Filters = [CatalogFilter.Search("name", "email")],
        Orders = CatalogOrder.Of([("id", "id"), .. CatalogOrder.EmptyLast("name"), ("email", "email")]),
    };
}
