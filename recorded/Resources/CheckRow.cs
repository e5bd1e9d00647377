namespace Hookwork.Recorded.Resources;

/// <summary>A check: what one CI said about a patch.</summary>
internal sealed class CheckRow(Item item) : ItemRow(item);
