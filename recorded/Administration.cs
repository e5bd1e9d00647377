using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Http;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>Changes that an operator makes in the server's database, which raise no events.</summary>
public sealed class Administration
{
    private readonly Ledger _ledger;

    internal Administration(Ledger ledger) => _ledger = ledger;

    /// <summary>Deletes a patch.</summary>
    public void DeletePatch(long id)
    {
        Edit(world =>
        {
            world.Patches[id].Born = false;
            world.Patches[id].Touch();
            world.Patches[id].Series?.Touch();
        });
    }

    /// <summary>Sets a field of a patch. Filters still see the old value.</summary>
    public void EditPatch(long id, string field, JsonNode? value) =>
        Edit(world => world.Patches[id].Edit(field, ToElement(value)));

    /// <summary>Sets a field of a cover letter.</summary>
    public void EditCover(long id, string field, JsonNode? value) =>
        Edit(world => world.Covers[id].Edit(field, ToElement(value)));

    /// <summary>Sets a field of a series.</summary>
    public void EditSeries(long id, string field, JsonNode? value) =>
        Edit(world => world.Series[id].Edit(field, ToElement(value)));

    /// <summary>Sets a field of a project.</summary>
    public void EditProject(long id, string field, JsonNode? value) =>
        Edit(world => world.Projects[id].Edit(field, ToElement(value)));

    /// <summary>Relates patches to each other only; a single patch loses its relation.</summary>
    public void Relate(params long[] patches)
    {
        Edit(world =>
        {
            List<PatchRow> rows = [.. patches.Select(id => world.Patches[id])];
            rows.ForEach(PatchChange.Leave);
            PatchChange.Join(rows);
        });
    }

    /// <summary>Restores the recorded value of every field.</summary>
    public void TakeBack()
    {
        Edit(world =>
        {
            foreach (
                var row in world
                    .Patches.Values.Concat<ItemRow>(world.Covers.Values)
                    .Concat(world.Series.Values)
                    .Concat(world.Projects.Values)
            )
                row.Restore();
        });
    }

    private void Edit(Action<World> edit)
    {
        lock (_ledger.Gate)
            _ledger.Edit(edit);
    }

    private static JsonElement ToElement(JsonNode? value) => JsonSerializer.SerializeToElement(value);
}
