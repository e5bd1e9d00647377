namespace Hookwork.Patchwork.Resources;

/// <summary>A CI's result for a patch.</summary>
public sealed record Check : Resource
{
    /// <summary>The states, as Patchwork numbers them.</summary>
    internal static readonly string[] States = ["pending", "success", "warning", "fail"];
}
