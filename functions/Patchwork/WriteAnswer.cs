namespace Hookwork.Patchwork;

/// <summary>What the server answered to a write.</summary>
/// <param name="Headers">Those that a client reads: Content-Type, Location, Allow, WWW-Authenticate, Vary.</param>
public sealed record WriteAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>Whether the write succeeded.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
