using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Http;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>What an operator does in the server's database, and no event tells of.</summary>
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

    /// <summary>
    /// Gives a field of a patch another value; of one that is filtered by, the filters see the old one.
    /// </summary>
    public void EditPatch(long id, string field, JsonNode? value) =>
        Edit(world => world.Patches[id].Edit(field, ToElement(value)));

    /// <summary>Gives a field of a cover letter another value.</summary>
    public void EditCover(long id, string field, JsonNode? value) =>
        Edit(world => world.Covers[id].Edit(field, ToElement(value)));

    /// <summary>Gives a field of a series another value.</summary>
    public void EditSeries(long id, string field, JsonNode? value) =>
        Edit(world => world.Series[id].Edit(field, ToElement(value)));

    /// <summary>Gives a field of a project another value.</summary>
    public void EditProject(long id, string field, JsonNode? value) =>
        Edit(world => world.Projects[id].Edit(field, ToElement(value)));

    /// <summary>Makes patches a relation of their own, or of a single one none.</summary>
    public void Relate(params long[] patches)
    {
        Edit(world =>
        {
            List<PatchRow> rows = [.. patches.Select(id => world.Patches[id])];
            rows.ForEach(PatchChange.Leave);
            PatchChange.Join(rows);
        });
    }

    /// <summary>Gives every field the value that was recorded.</summary>
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
