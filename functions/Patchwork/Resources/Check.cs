namespace Hookwork.Patchwork.Resources;

/// <summary>A CI's result for a patch.</summary>
public sealed record Check : Resource
{
    public User? User { get; init; }
    public string? Date { get; init; }
    public string? State { get; init; }
    public string? Context { get; init; }
    public string? Description { get; init; }
}
