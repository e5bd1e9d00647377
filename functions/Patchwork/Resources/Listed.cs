namespace Hookwork.Patchwork.Resources;

/// <summary>A patch, cover letter or series as a list shows it: what they have in common.</summary>
public sealed record Listed : Resource
{
    /// <summary>UTC without a zone.</summary>
    public string? Date { get; init; }
}
