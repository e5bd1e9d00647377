using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>
/// A resource as one server has it now: what was recorded, and what events and writes have made of it.
/// </summary>
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
    public bool Born { get; set; }

    /// <summary>Notes that the resource looks different from now on.</summary>
    public void Touch() => _revision++;

    /// <summary>Makes a field say something else than what was recorded.</summary>
    public void Edit(string field, JsonElement value)
    {
        _edits[field] = value;
        Touch();
    }

    /// <summary>Makes every field say what was recorded.</summary>
    public void Restore()
    {
        _edits.Clear();
        Touch();
    }

    /// <summary>What a field was made to say, or else what was recorded.</summary>
    public JsonElement ValueOf(JsonProperty recorded) =>
        _edits.TryGetValue(recorded.Name, out var edited) ? edited : recorded.Value;

    /// <summary>The fields that were not recorded, and what they were made to say.</summary>
    public IEnumerable<(string Field, JsonElement Value)> Added(JsonElement recorded) =>
        _edits.Where(edit => !recorded.TryGetProperty(edit.Key, out _)).Select(edit => (edit.Key, edit.Value));

    /// <summary>The JSON of a view, made once as long as nothing changes.</summary>
    public byte[] Render(in View view)
    {
        if (view.Suffix.Length > 0)
            return Renderer.Render(this, view);

        ref var slot = ref _rendered[view.Version.Index * 3 + (int)view.Shape];
        if (slot is null || slot.Revision != _revision || slot.Origin != view.Origin)
            slot = new Rendered(view.Origin, _revision, Renderer.Render(this, view));
        return slot.Json;
    }

    /// <summary>Writes a field's value if it is no longer, or not yet, the recorded one.</summary>
    public virtual bool Replace(Utf8JsonWriter writer, string field, JsonElement recorded, in View view) => false;

    private sealed record Rendered(string Origin, int Revision, byte[] Json);
}
