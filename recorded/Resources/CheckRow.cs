namespace Hookwork.Recorded.Resources;

/// <summary>A check: a CI system's result for a patch.</summary>
internal sealed class CheckRow(Item item) : ItemRow(item);
