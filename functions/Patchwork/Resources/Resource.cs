namespace Hookwork.Patchwork.Resources;

/// <summary>What every resource of Patchwork's REST API has in common.</summary>
public abstract record Resource
{
    public long Id { get; init; }

    /// <summary>The resource's address in the API, relative to the server.</summary>
    public string? Url { get; init; }
}
