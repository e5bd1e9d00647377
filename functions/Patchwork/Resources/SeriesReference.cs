namespace Hookwork.Patchwork.Resources;

/// <summary>A series as a patch, cover or event embeds it.</summary>
public sealed record SeriesReference : Resource
{
    public string? Name { get; init; }

    /// <summary>When its first mail was sent: UTC without a zone.</summary>
    public string? Date { get; init; }
    public int? Version { get; init; }
}
