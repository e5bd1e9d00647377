namespace Hookwork.Patchwork.Resources;

/// <summary>A sender of mail: the <c>submitter</c> of a patch, cover, series or comment.</summary>
public sealed record Person : Resource
{
    public string? Name { get; init; }
    public string? Email { get; init; }
}
