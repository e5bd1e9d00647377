using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hookwork.Recorded.Resources;

/// <summary>A resource's current state on one server: the recorded one with the changes of events and writes.</summary>
internal class Row(Kind kind, long id, byte[] json)
{
    private readonly Rendered?[] _rendered = new Rendered?[ApiVersion.All.Length * 3];
    private readonly Dictionary<string, JsonElement> _edits = [];
    private int _revision;

    public Kind Kind { get; } = kind;

    public long Id { get; } = id;

    /// <summary>The recorded API 1.3 detail view.</summary>
    public byte[] Json { get; } = json;

    /// <summary>Whether the resource exists yet.</summary>
    public bool Exists
    {
        get;
        set
        {
            field = value;
            Touch();
        }
    }

    /// <summary>Discards cached JSON after a change.</summary>
    public void Touch() => _revision++;

    /// <summary>Overrides a field's recorded value.</summary>
    public void Edit(string field, JsonNode? value)
    {
        _edits[field] = JsonSerializer.SerializeToElement(value);
        Touch();
    }

    /// <summary>Restores every field's recorded value.</summary>
    public void Restore()
    {
        _edits.Clear();
        Touch();
    }

    /// <summary>A field's overridden or recorded value.</summary>
    public JsonElement ValueOf(JsonProperty recorded) =>
        _edits.TryGetValue(recorded.Name, out var edited) ? edited : recorded.Value;

    /// <summary>A field's overridden or recorded value.</summary>
    public JsonElement ValueOf(string field)
    {
        if (_edits.TryGetValue(field, out var edited))
            return edited;
        using var recorded = JsonDocument.Parse(Json);
        return recorded.RootElement.GetProperty(field).Clone();
    }

    /// <summary>The overridden fields that were not recorded.</summary>
    public IEnumerable<(string Field, JsonElement Value)> Added(JsonElement recorded) =>
        _edits.Where(edit => !recorded.TryGetProperty(edit.Key, out _)).Select(edit => (edit.Key, edit.Value));

    /// <summary>The JSON of a view, cached until a change.</summary>
    public byte[] Render(in View view)
    {
        if (view.Suffix.Length > 0)
            return Renderer.Render(this, view);

        ref var slot = ref _rendered[view.Version.Index * 3 + (int)view.Shape];
        if (slot is null || slot.Revision != _revision || slot.Origin != view.Origin)
            slot = new Rendered(view.Origin, _revision, Renderer.Render(this, view));
        return slot.Json;
    }

    /// <summary>Writes a field's current value if it differs from the recorded one.</summary>
    public virtual bool Replace(Utf8JsonWriter writer, string field, JsonElement recorded, in View view) => false;

    private sealed record Rendered(string Origin, int Revision, byte[] Json);
}
