using System.Text.Json;

namespace Hookwork.Api.Resources;

/// <summary>A field of a resource, and which answers have it.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">What it holds.</param>
internal sealed record Field(string Name, FieldType Type = FieldType.Text)
{
    /// <summary>Its name as it is written.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);

    /// <summary>Versions before 1.<c>Since</c> do not have it.</summary>
    public int Since { get; init; }

    /// <summary>Whether only the detail view has it.</summary>
    public bool InDetailOnly { get; init; }

    /// <summary>The kind of resource in it.</summary>
    public Entity? Holds { get; init; }

    /// <summary>Whether it is null, not absent, if the archive does not have it.</summary>
    public bool NullIfUnknown { get; init; }

    /// <summary>Whether a list or a detail view has it.</summary>
    public bool IsIn(View view, int minor) => minor >= Since && (view == View.Detailed || !InDetailOnly);

    public static Field One(string name, Entity holds) => new(name, FieldType.Resource) { Holds = holds };

    public static Field Many(string name, Entity holds) => new(name, FieldType.Resources) { Holds = holds };
}
