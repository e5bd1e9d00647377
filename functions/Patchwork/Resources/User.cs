namespace Hookwork.Patchwork.Resources;

/// <summary>An account on the server: a delegate, the author of a check, the actor of an event, a maintainer.</summary>
public sealed record User : Resource
{
    public string? Username { get; init; }
    public string? Email { get; init; }
}
