namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>The state of a patch in Patchwork.</summary>
/// <param name="State">The slug, such as <c>under-review</c>.</param>
/// <param name="Archived">Whether it is archived.</param>
/// <param name="Check">The combined check: <c>pending</c>, <c>success</c>, <c>warning</c> or <c>fail</c>.</param>
/// <param name="DelegateName">The username of the delegate; null without one.</param>
/// <param name="DelegateEmail">The delegate's address.</param>
public sealed record PatchStatus(
    string State,
    bool Archived,
    string Check,
    string? DelegateName = null,
    string? DelegateEmail = null
);
