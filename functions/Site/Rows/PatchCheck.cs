namespace Hookwork.Site.Rows;

/// <summary>The newest check of a user and context on a patch.</summary>
/// <param name="Context">What checked it, such as <c>checkpatch</c>.</param>
/// <param name="State"><c>success</c>, <c>warning</c>, <c>fail</c> or <c>pending</c>.</param>
/// <param name="Target">Where its result is; null if it does not say, or not with http.</param>
public sealed record PatchCheck(string Context, string State, string? Target);
