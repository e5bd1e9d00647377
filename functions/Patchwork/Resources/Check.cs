namespace Hookwork.Patchwork.Resources;

/// <summary>A CI's result for a patch.</summary>
public sealed record Check : Resource;
