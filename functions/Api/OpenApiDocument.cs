using System.Text.Json.Nodes;
using Hookwork.Api.Lists;
using Hookwork.Api.Resources;

namespace Hookwork.Api;

/// <summary>The OpenAPI document of what can be read, generated from the views, so it matches what is served.</summary>
internal static class OpenApiDocument
{
    /// <summary>Generates the document.</summary>
    /// <param name="origin">Scheme and authority of this host.</param>
    /// <param name="newest">The newest version, such as <c>1.3</c>.</param>
    public static JsonObject Of(IEnumerable<ApiView> views, string origin, string newest)
    {
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Patchwork's REST API, from Hookwork's mirror",
                ["version"] = newest,
                ["description"] =
                    $"Every path also exists below /api/1.0/ to /api/{newest}/: x-since names the first version that has a view, field or parameter. Only reads are described; writes are forwarded to the mirrored server.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = origin + "/api" }),
            ["paths"] = new JsonObject(
                views.Select(view => KeyValuePair.Create("/" + view.Pattern, (JsonNode?)Path(view)))
            ),
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject
                    {
                        ["type"] = "apiKey",
                        ["in"] = "header",
                        ["name"] = "Authorization",
                        ["description"] = "Token, a space, and an API token of the mirrored server.",
                    },
                },
                ["schemas"] = new JsonObject(
                    from entity in Enum.GetValues<Entity>()
                    from view in (View[])[View.Detailed, View.Listed, View.Embedded]
                    select KeyValuePair.Create(Name(entity, view), (JsonNode?)Schema(entity, view))
                ),
            },
        };
    }

    private static JsonObject Path(ApiView view)
    {
        var path = new JsonObject();
        if (view.Pattern.Contains('{', StringComparison.Ordinal))
        {
            path["parameters"] = new JsonArray([
                .. view
                    .Pattern.Split('{')
                    .Skip(1)
                    .Select(part => Parameter(part[..part.IndexOf('}', StringComparison.Ordinal)])),
            ]);
        }
        path["get"] = Read(view);
        return path;
    }

    private static JsonObject Parameter(string name) =>
        new()
        {
            ["name"] = name,
            ["in"] = "path",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = name == "name" ? "string" : "integer" },
        };

    private static JsonObject Read(ApiView view)
    {
        var item = view.Shows is { } entity
            ? new JsonObject
            {
                ["$ref"] = $"#/components/schemas/{Name(entity, view.IsList ? View.Listed : View.Detailed)}",
            }
            : new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = new JsonObject { ["type"] = "string", ["format"] = "uri" },
            };
        var schema = view.IsList ? new JsonObject { ["type"] = "array", ["items"] = item } : item;
        var answers = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = view.Title,
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
            },
        };
        if (view.IsList || view.Pattern.Contains('{', StringComparison.Ordinal))
            answers["404"] = new JsonObject
            {
                ["description"] = view.IsList ? "There is no such page." : "There is no such resource.",
            };
        answers["403"] = new JsonObject
        {
            ["description"] = view.NeedsUser ? "The token is missing or wrong." : "The token is wrong.",
        };
        answers["429"] = new JsonObject { ["description"] = "Too many new tokens were sent within a minute." };
        if (view.NeedsUser)
            answers["502"] = new JsonObject { ["description"] = "The token cannot be checked now." };
        if (view.Shows is not null)
            answers["503"] = new JsonObject
            {
                ["description"] = "The archive is being prepared: Retry-After says how long to wait.",
            };
        var read = new JsonObject
        {
            ["operationId"] = string.Concat(view.Title.Split(' ')),
            ["summary"] = view.Title,
            ["responses"] = answers,
        };
        if (view.Minor > 0)
            read["x-since"] = Http.ApiVersion.Name(view.Minor);
        if (view.NeedsUser)
            read["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() });
        if (view.Parameters is { } parameters)
            read["parameters"] = new JsonArray([.. parameters.Concat(Everywhere).Select(Parameter)]);
        return read;
    }

    private static IReadOnlyList<ListParameter> Everywhere { get; } =
    [
        new("page", "The page, from 1, or last.", MayRepeat: false, 0),
        new("per_page", "Items a page, at most 250.", MayRepeat: false, 0),
    ];

    private static JsonObject Parameter(ListParameter parameter)
    {
        var schema = new JsonObject { ["type"] = "string" };
        var made = new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = "query",
            ["description"] = parameter.About,
            ["schema"] = parameter.MayRepeat ? new JsonObject { ["type"] = "array", ["items"] = schema } : schema,
        };
        if (parameter.Minor > 0)
            made["x-since"] = Http.ApiVersion.Name(parameter.Minor);
        return made;
    }

    private static JsonObject Schema(Entity entity, View view)
    {
        var properties = new JsonObject();
        foreach (var field in Shape.Of(entity).FieldsOf(view, int.MaxValue))
        {
            var schema = Schema(field);
            if (field.Since > 0)
                schema["x-since"] = Http.ApiVersion.Name(field.Since);
            properties[field.Name] = schema;
        }
        return new JsonObject { ["type"] = "object", ["properties"] = properties };
    }

    private static JsonObject Schema(Field field) =>
        field.Type switch
        {
            FieldType.Integer => Typed("integer"),
            FieldType.Boolean => Typed("boolean"),
            FieldType.Date => new JsonObject { ["type"] = "string", ["description"] = "ISO 8601 without an offset." },
            FieldType.Address => new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "uri" },
            FieldType.Addresses => new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string", ["format"] = "uri" },
            },
            FieldType.Object => new JsonObject { ["type"] = "object" },
            FieldType.Texts => new JsonObject { ["type"] = "array", ["items"] = Typed("string") },
            FieldType.Resource when field.Holds == Entity.Payload => Reference(Entity.Payload, View.Listed),
            FieldType.Resource => new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    Reference(field.Holds!.Value, View.Embedded),
                    new JsonObject { ["type"] = "null" }
                ),
            },
            FieldType.Resources => new JsonObject
            {
                ["type"] = "array",
                ["items"] = Reference(field.Holds!.Value, View.Embedded),
            },
            _ => Typed("string"),
        };

    private static JsonObject Typed(string type) => new() { ["type"] = new JsonArray(type, "null") };

    private static JsonObject Reference(Entity entity, View view) =>
        new() { ["$ref"] = $"#/components/schemas/{Name(entity, view)}" };

    private static string Name(Entity entity, View view) =>
        view == View.Detailed ? entity.ToString() : $"{view}{entity}";
}
