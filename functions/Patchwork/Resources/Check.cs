namespace Hookwork.Patchwork.Resources;

/// <summary>A CI's result for a patch.</summary>
public sealed record Check : Resource
{
    internal const string Pending = "pending";
    internal const string Success = "success";
    internal const string Warning = "warning";
    internal const string Fail = "fail";

    /// <summary>The states, as Patchwork numbers them.</summary>
    internal static readonly string[] States = [Pending, Success, Warning, Fail];
}
