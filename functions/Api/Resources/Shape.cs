using System.Text.Json;

namespace Hookwork.Api.Resources;

/// <summary>The fields of a resource.</summary>
internal sealed class Shape(params Field[] fields)
{
    /// <summary>The names of the fields shown when it is embedded in another resource, in order.</summary>
    public IReadOnlyList<string> Embedded
    {
        init => EmbeddedFields = [.. value.Select(name => Array.Find(fields, known => known.Name == name)!)];
    }

    /// <summary>Those fields.</summary>
    private IReadOnlyList<Field> EmbeddedFields { get; init; } = [];

    /// <summary>The fields of a view.</summary>
    /// <param name="minor">Of version 1.<c>minor</c>.</param>
    public IEnumerable<Field> FieldsOf(View view, int minor) =>
        (view == View.Embedded ? EmbeddedFields : fields).Where(field => field.IsIn(view, minor));

    /// <summary>The fields that are null, not absent, if the archive does not have them.</summary>
    public IReadOnlyList<Field> NullIfUnknown { get; } = [.. fields.Where(field => field.NullIfUnknown)];

    /// <summary>The field of a property; null if this version of Hookwork does not know it.</summary>
    /// <param name="next">Where to look first: after the field before it, since resources have them in this order.</param>
    public Field? Find(JsonProperty property, ref int next)
    {
        for (var step = 0; step < fields.Length; step++)
        {
            var at = (next + step) % fields.Length;
            if (!property.NameEquals(fields[at].Encoded.EncodedUtf8Bytes))
                continue;
            next = at + 1;
            return fields[at];
        }
        return null;
    }

    /// <summary>The shape of each resource.</summary>
    public static Shape Of(Entity entity) =>
        entity switch
        {
            Entity.Project => ProjectResource.Shape,
            Entity.Person => PersonResource.Shape,
            Entity.User or Entity.Maintainer => UserResource.Shape,
            Entity.Patch => PatchResource.Shape,
            Entity.Cover => CoverResource.Shape,
            Entity.Series => SeriesResource.Shape,
            Entity.PatchComment or Entity.CoverComment => CommentResource.Shape,
            Entity.Check => CheckResource.Shape,
            Entity.Event => EventResource.Shape,
            Entity.Payload => EventResource.Payload,
            Entity.Bundle => BundleResource.Shape,
            _ => throw new ArgumentOutOfRangeException(nameof(entity)),
        };
}
