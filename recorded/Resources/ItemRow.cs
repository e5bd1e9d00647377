namespace Hookwork.Recorded.Resources;

/// <summary>A row of a recorded item. Derived classes are mutable.</summary>
internal class ItemRow(Item item) : Row(item.Kind, item.Id, item.Json)
{
    public Item Item { get; } = item;

    /// <summary>The Message-ID now.</summary>
    public string? MessageId { get; set; } = item.MessageId;

    /// <summary>A project's link name now.</summary>
    public string? LinkName { get; set; } = item.LinkName;

    /// <summary>A person's name now.</summary>
    public string Name { get; set; } = item.Name;
}
