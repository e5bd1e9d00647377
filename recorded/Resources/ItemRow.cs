namespace Hookwork.Recorded.Resources;

/// <summary>A row of a recorded item; of a kind that never changes unless derived from.</summary>
internal class ItemRow(Item item) : Row(item.Kind, item.Id, item.Json)
{
    public Item Item { get; } = item;
}
