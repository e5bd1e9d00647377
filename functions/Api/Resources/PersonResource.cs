using Hookwork.Api.Lists;

namespace Hookwork.Api.Resources;

/// <summary>A sender of mail: <c>/api/people/</c>.</summary>
internal static class PersonResource
{
    public static readonly Shape Shape = new(
        new Field("id", FieldType.Integer),
        new Field("url", FieldType.Address),
        new Field("name"),
        new Field("email"),
        // Only the view of people has it, which is archived if Hookwork has a token.
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
