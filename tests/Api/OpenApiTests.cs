using System.Text.Json.Nodes;
using Hookwork.Ingest.Refreshing;

namespace Hookwork.Tests.Api;

[Collection(ServedArchive.Collection)]
public sealed class OpenApiTests(ServedArchive archive)
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["/projects/{name}/"] = "/projects/uboot/",
        ["/people/{id}/"] = "/people/80000/",
        ["/users/{id}/"] = "/users/1/",
        ["/patches/{id}/"] = "/patches/2170001/",
        ["/patches/{id}/comments/"] = "/patches/2170001/comments/",
        ["/patches/{id}/comments/{comment}/"] = "/patches/2170001/comments/3600005/",
        ["/patches/{id}/checks/"] = "/patches/2170001/checks/",
        ["/patches/{id}/checks/{check}/"] = "/patches/2170001/checks/140001/",
        ["/covers/{id}/"] = "/covers/2160002/",
        ["/covers/{id}/comments/"] = "/covers/2160002/comments/",
        ["/covers/{id}/comments/{comment}/"] = "/covers/2160002/comments/3700002/",
        ["/series/{id}/"] = "/series/484005/",
    };

    [Fact]
    public async Task Describes_what_is_served_field_by_field()
    {
        var document = JsonNode.Parse(await archive.Client.GetStringAsync("/api/schema/openapi.json"))!;
        var paths = document["paths"]!.AsObject();
        Assert.Equal(22, paths.Count);
        var (administration, bundles) = (archive.Patchwork.Administration, archive.Deployment.Get<BundleRefresh>());
        var bundle = administration.AddBundle(1, "described", true, 2170001);
        await bundles.RunAsync(bundle, default);
        foreach (var (path, described) in paths)
        {
            using var message = new HttpRequestMessage(
                HttpMethod.Get,
                "/api" + Values.GetValueOrDefault(path, path.Replace("{id}", $"{bundle}", StringComparison.Ordinal))
            );
            message.Headers.Authorization = new("Token", "amara-token");
            using var answer = await archive.Client.SendAsync(message);
            Assert.True(answer.IsSuccessStatusCode, $"{path} is {answer.StatusCode}");
            var schema = described!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
            Check(document, schema, JsonNode.Parse(await answer.Content.ReadAsStringAsync()), path);
        }
        // The tests of the collection share the archive.
        administration.DeleteBundle(bundle);
        await bundles.RunAsync(bundle, default);
    }

    [Fact]
    public async Task Names_every_parameter_of_a_list()
    {
        var document = JsonNode.Parse(await archive.Client.GetStringAsync("/api/schema/openapi.json"))!;
        var names = document["paths"]!["/patches/"]!["get"]!["parameters"]!
            .AsArray()
            .Select(parameter => (string)parameter!["name"]!);

        Assert.Equal(
            [
                "archived",
                "before",
                "delegate",
                "hash",
                "msgid",
                "order",
                "page",
                "per_page",
                "project",
                "q",
                "series",
                "since",
                "state",
                "submitter",
            ],
            names.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("/", "200, 403, 429")]
    [InlineData("/patches/", "200, 403, 404, 429, 503")]
    [InlineData("/people/{id}/", "200, 403, 404, 429, 502, 503")]
    public async Task Names_every_answer(string path, string statuses)
    {
        var document = JsonNode.Parse(await archive.Client.GetStringAsync("/api/schema/openapi.json"))!;
        var answers = document["paths"]![path]!["get"]!["responses"]!.AsObject().Select(answer => answer.Key);

        Assert.Equal(statuses, string.Join(", ", answers.Order(StringComparer.Ordinal)));
    }

    private static void Check(JsonNode document, JsonNode schema, JsonNode? value, string where)
    {
        if ((string?)schema["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!;
        if (schema["anyOf"] is JsonArray either)
            schema = value is null
                ? either[1]!
                : document["components"]!["schemas"]![((string)either[0]!["$ref"]!).Split('/')[^1]]!;
        switch (value)
        {
            case JsonArray items:
                foreach (var item in items)
                    Check(document, schema["items"]!, item, where + "[]");
                break;
            case JsonObject fields when schema["properties"] is JsonObject properties:
                Assert.All(
                    fields,
                    field => Assert.True(properties.ContainsKey(field.Key), $"{where}.{field.Key} is not described")
                );
                foreach (var (name, field) in fields)
                    Check(document, properties[name]!, field, $"{where}.{name}");
                break;
            case JsonValue or null when schema["type"] is { } type:
                var kind = value?.GetValueKind() switch
                {
                    null => "null",
                    System.Text.Json.JsonValueKind.Number => "integer",
                    System.Text.Json.JsonValueKind.String => "string",
                    _ => "boolean",
                };
                Assert.True(
                    (type as JsonArray ?? [type.DeepClone()]).Any(one => (string?)one == kind),
                    $"{where} is {kind}, not {type.ToJsonString()}"
                );
                break;
        }
    }
}
