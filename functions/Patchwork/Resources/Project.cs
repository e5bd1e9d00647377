namespace Hookwork.Patchwork.Resources;

/// <summary>A project: one mailing list and the patches sent to it.</summary>
public sealed record Project : Resource
{
    public string? Name { get; init; }

    /// <summary>The name in addresses, as <c>qemu-devel</c>.</summary>
    public string? LinkName { get; init; }
    public string? ListId { get; init; }
}
