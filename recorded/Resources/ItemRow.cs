namespace Hookwork.Recorded.Resources;

/// <summary>A row of a recorded item. Derived classes are mutable.</summary>
internal class ItemRow(Item item) : Row(item.Kind, item.Id, item.Json)
{
    public Item Item { get; } = item;
}
