using System.Collections.Frozen;

namespace Hookwork.Api.Resources;

/// <summary>The fields of a resource.</summary>
internal sealed class Shape(params Field[] fields)
{
    private readonly FrozenDictionary<string, Field> _byName = fields.ToFrozenDictionary(
        field => field.Name,
        StringComparer.Ordinal
    );

    /// <summary>The names of the fields shown when it is embedded in another resource, in order.</summary>
    public IReadOnlyList<string> Embedded { get; init; } = [];

    /// <summary>The fields of a view.</summary>
    /// <param name="minor">Of version 1.<c>minor</c>.</param>
    public IEnumerable<Field> FieldsOf(View view, int minor) =>
        (view == View.Embedded ? Embedded.Select(name => _byName[name]) : fields).Where(field =>
            field.IsIn(view, minor)
        );

    /// <summary>The fields that are null, not absent, if the archive does not have them.</summary>
    public IReadOnlyList<Field> NullIfUnknown { get; } = [.. fields.Where(field => field.NullIfUnknown)];

    /// <summary>The field with a name; null if this version of Hookwork does not know it.</summary>
    public Field? Find(string name) => _byName.GetValueOrDefault(name);

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
