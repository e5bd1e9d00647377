namespace Hookwork.Patchwork;

/// <summary>What the server answered to a write.</summary>
/// <param name="Headers">Those that a client reads: Content-Type, Location, Allow, WWW-Authenticate, Vary,
/// Retry-After.</param>
public sealed record WriteAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>Whether the write succeeded.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether its body is JSON. The answer of a bot wall is a page.</summary>
    public bool IsJson =>
        Headers.Any(header =>
            header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
            && header.Value.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
        );
}
