using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Api.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Tests.Catalog;

public sealed class StoredPersonTests
{
    private const string Plain =
        """{"id":7,"url":"/api/people/7/","name":"Lucía \u0022F\u0022","email":"l@b.example"}""";

    [Theory]
    [InlineData(Plain, false)]
    [InlineData("""{"id":7,"url":"/api/people/7/","name":null,"email":""}""", false)]
    [InlineData("""{"id":7,"url":"/api/people/7/","name":"A","email":"a@b.example","user":null}""", false)]
    [InlineData("""{"id":7,"url":"/api/people/7/","name":"A","email":"a@b.example","user":{"id":3}}""", true)]
    [InlineData("""{"id":7,"url":"/people/7/","name":"A","email":"a@b.example"}""", true)]
    [InlineData("""{"id":7,"url":"/api/people/7/","name":"A","email":null}""", true)]
    [InlineData("""{"id":7,"name":"A","email":"a@b.example"}""", true)]
    public void Only_what_the_other_columns_do_not_say_is_stored(string json, bool isStored)
    {
        using var catalog = CatalogSchema.Open("Data Source=:memory:");
        CatalogSchema.Create(catalog);

        new ResourceIndexer(catalog).Put(JsonSerializer.Deserialize(json, PatchworkJson.Default.Person)!, json);

        using var column = new SqlStatement(catalog, "SELECT json FROM person WHERE id = 7");
        Assert.Equal(isStored ? json : null, column.ReadText());
        using var references = new References(catalog);
        var (expected, read) = (JsonNode.Parse(json)!, JsonNode.Parse(references.Find(Entity.Person, 7)!)!);
        // The API shows one that is unknown as null.
        if (expected["user"] is null)
            expected.AsObject().Remove("user");
        Assert.True(JsonNode.DeepEquals(expected, read), read.ToJsonString());
    }
}
